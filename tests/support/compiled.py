"""Databases that a test opens by the hundred: SQL that was compiled for one is known to the next."""

from typing import Any

from webapp.db import Database

_KNOWN: dict[tuple[str, str], tuple[Any, Any]] = {}


def opened_quickly(url: str) -> Database:
    """Open a database like any other, with what this process has compiled before: else each compiles everything anew."""
    db = Database.open(url)
    for role in ("_writer", "_reader"):
        engine = getattr(db, role)
        dialect, cache = _KNOWN.setdefault(
            (engine.dialect.name, role), (engine.dialect, engine._compiled_cache)
        )
        engine.dialect, engine._compiled_cache = dialect, cache
    return db
