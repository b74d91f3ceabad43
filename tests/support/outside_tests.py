"""Databases of the tests for programs that are no tests: `make model`, `make crash`."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.compiled import compile_once
from tests.support.databases import Databases
from tests.support.passwords import quick_passwords
from tests.support.places import quick_folder
from tests.support.postgresql import running_postgresql
from tests.support.stores import PostgresqlStore, SqliteStore


@contextmanager
def databases_for(kind: str) -> Iterator[Databases]:
    """The databases of a kind, for the while."""
    quick_passwords()
    compile_once()
    if kind == "sqlite":
        with quick_folder("sqlite") as folder:
            yield Databases(SqliteStore(folder))
    else:
        with running_postgresql() as url:
            yield Databases(PostgresqlStore(url))
