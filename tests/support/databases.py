"""Databases for tests: real SQLite and real PostgreSQL, migrated once, and copied for each test.

A test that asks for the `cast` as well gets a copy in which the cast already lives.
"""

import itertools
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests.support.cast import Cast, gather
from tests.support.clock import FrozenClock
from tests.support.compiled import compile_once
from tests.support.passwords import quick_passwords
from tests.support.places import quick_folder
from tests.support.postgresql import running_postgresql
from tests.support.stores import PostgresqlStore, SqliteStore, Store
from webapp.db import Database, upgrade

T = TypeVar("T")
KINDS = ["sqlite", "postgresql"]
on_sqlite = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
_NUMBERS = itertools.count(1)


class Databases:
    """The templates of one kind of database, made when first needed, and the copies of them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._run = f"seatkeeper_{next(_NUMBERS)}"
        self._ready: set[str] = set()
        self._cast: Cast | None = None
        self._furnished: dict[str, Any] = {}

    def cast(self) -> Cast:
        """Who lives in the copies with a cast."""
        self._ensure("cast")
        assert self._cast is not None
        return self._cast

    def copy(self, template: str) -> tuple[str, str]:
        """A new database for one test: its name and its URL."""
        self._ensure(template)
        name = f"{self._run}_{next(_NUMBERS)}"
        self._store.create(name, f"{self._run}_{template}")
        return name, self._store.url(name)

    def furnish(self, template: str, furnish: Callable[[Database, Cast], T]) -> T:
        """Make a template with the cast and what `furnish` adds, when first asked for; returns what `furnish` did."""
        if template not in self._ready:
            cast, name = self.cast(), f"{self._run}_{template}"
            self._store.create(name, f"{self._run}_cast")
            with closing(Database.open(self._store.url(name))) as database:
                self._furnished[template] = furnish(database, cast)
            self._ready.add(template)
        furnished: T = self._furnished[template]
        return furnished

    def drop(self, name: str) -> None:
        """Throw a copy away."""
        self._store.drop(name)

    def _ensure(self, template: str) -> None:
        if template in self._ready:
            return
        name = f"{self._run}_{template}"
        self._store.create(name)
        upgrade(self._store.url(name))
        if template == "cast":
            database = Database.open(self._store.url(name))
            self._cast = gather(database)
            database.close()
        self._ready.add(template)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A running PostgreSQL server: the URL of its `postgres` database."""
    with running_postgresql() as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_folder() -> Iterator[Path]:
    """Where the files of SQLite are."""
    with quick_folder("sqlite") as folder:
        yield folder


@pytest.fixture(scope="session")
def databases_of(request: pytest.FixtureRequest, sqlite_folder: Path) -> Callable[[str], Databases]:
    """The databases of a kind, made when first asked for."""
    quick_passwords()
    compile_once()

    @cache
    def of(kind: str) -> Databases:
        if kind == "sqlite":
            return Databases(SqliteStore(sqlite_folder))
        return Databases(PostgresqlStore(request.getfixturevalue("postgresql")))

    return of


@pytest.fixture(params=KINDS)
def databases(request: pytest.FixtureRequest, databases_of: Callable[[str], Databases]) -> Databases:
    """One kind of database after the other. `@on_sqlite` and `@on_postgresql` choose one."""
    return databases_of(request.param)


@pytest.fixture
def database_url(databases: Databases, request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a fresh, migrated database of the test's own."""
    name, url = databases.copy("cast" if "cast" in request.fixturenames else "empty")
    yield url
    databases.drop(name)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh, migrated database of the test's own, opened."""
    opened = Database.open(database_url)
    yield opened
    opened.close()


@pytest.fixture
def cast(databases: Databases) -> Cast:
    """The characters that live in this test's database."""
    return databases.cast()


@pytest.fixture
def clock() -> FrozenClock:
    """The test's own time, standing still at the moment when the cast signed in."""
    return FrozenClock()


@pytest.fixture
def now(clock: FrozenClock) -> datetime:
    """The moment at which the test begins."""
    return clock.now()
