"""What this process has compiled once is known to everything that tests make by the hundred: SQL to databases, the rules of
addresses to applications. Each would compile the same anew, which is most of what such a test costs."""

from collections.abc import Callable
from functools import cache
from typing import Any

from werkzeug.routing import Rule

from webapp.db import Database

_SQL: dict[tuple[str, str], tuple[Any, Any]] = {}
_ADDRESSES: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}


@cache
def compile_once() -> None:
    """Let databases and applications that this process makes from now on share what was compiled."""
    _share_sql()
    _share_addresses()


def _share_sql() -> None:
    open_database = Database.__init__

    def opened_quickly(db: Database, *arguments: Any) -> None:
        open_database(db, *arguments)
        for role in ("_writer", "_reader"):
            engine = getattr(db, role)
            known = (engine.dialect, engine._compiled_cache)
            engine.dialect, engine._compiled_cache = _SQL.setdefault((engine.dialect.name, role), known)

    Database.__init__ = opened_quickly  # type: ignore[method-assign, assignment]


def _share_addresses() -> None:
    compile_builder = Rule._compile_builder

    def compiled(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        if rule.defaults:
            return compile_builder(rule, append_unknown)
        key = (*rule._trace, append_unknown)
        if key not in _ADDRESSES:
            _ADDRESSES[key] = compile_builder(rule, append_unknown)
        return _ADDRESSES[key]

    Rule._compile_builder = compiled  # type: ignore[method-assign, assignment]
