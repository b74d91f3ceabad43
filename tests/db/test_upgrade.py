"""From every released schema, with something in every table, to that of this version: nothing is lost or loosened."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, MetaData, Table, create_engine, inspect, select, text
from sqlalchemy.exc import DBAPIError

from tests.db.rows_of_0001 import ROWS
from tests.support.databases import KINDS
from tests.support.stores import PostgresqlStore, SqliteStore, Store
from webapp.db import Database, sqlite, upgrade
from webapp.db.database import parsed_url
from webapp.db.migrate import MIGRATIONS
from webapp.models import Base
from webapp.services.keep_heartbeat import keep_heartbeat

RELEASED = {"0001": ROWS}
"""What stands in a database of each released schema. A release adds its own, and removes none."""
MAY_ONLY_GROW = ("audit_entries", "ppu_entries")


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Any) -> Store:
    if request.param == "sqlite":
        return SqliteStore(tmp_path)
    return PostgresqlStore(request.getfixturevalue("postgresql"))


@pytest.fixture(params=RELEASED)
def released(request: pytest.FixtureRequest) -> str:
    revision: str = request.param
    return revision


@pytest.fixture
def url(store: Store, request: pytest.FixtureRequest, released: str) -> Iterator[str]:
    """The URL of a database as that release left it."""
    name = f"upgrade_{abs(hash(request.node.nodeid)):x}"
    store.create(name)
    make_released(store.url(name), released)
    yield store.url(name)
    store.drop(name)


def opened(url: str) -> Engine:
    """A connection that changes schemas, as migrations use."""
    parsed = parsed_url(url)
    return sqlite.open_migrator(parsed) if parsed.get_backend_name() == "sqlite" else create_engine(parsed)


def make_released(url: str, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = opened(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        for table in tables(connection).sorted_tables:
            for row in RELEASED[revision].get(table.name, []):
                connection.execute(table.insert().values(as_stored(row, connection)))
    engine.dispose()


def tables(connection: Connection) -> MetaData:
    found = MetaData()
    found.reflect(connection)
    return found


def as_stored(row: dict[str, Any], connection: Connection) -> dict[str, Any]:
    """Moments and ids as each database keeps them."""
    if connection.dialect.name == "postgresql":
        return row
    return {name: plain(value) for name, value in row.items()}


def plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None)
    return value.hex if isinstance(value, UUID) else value


def contents(engine: Engine, columns: dict[str, list[str]] | None = None) -> dict[str, list[Any]]:
    """Every row of every table; of those `columns` alone."""
    with engine.connect() as connection:
        found = tables(connection).tables
        return {
            name: sorted(map(tuple, connection.execute(of(found[name], columns))), key=repr)
            for name in (columns or found)
            if name != "alembic_version"
        }


def of(table: Table, columns: dict[str, list[str]] | None) -> Any:
    return select(*(table.c[name] for name in (columns[table.name] if columns else table.c.keys())))


def columns_of(engine: Engine) -> dict[str, list[str]]:
    look = inspect(engine)
    return {name: [column["name"] for column in look.get_columns(name)] for name in look.get_table_names()}


def test_there_is_something_in_every_table_of_the_release(url: str, released: str) -> None:
    engine = opened(url)

    assert {name for name, rows in contents(engine).items() if not rows} == set()
    assert set(contents(engine)) == set(RELEASED[released])
    engine.dispose()


def test_everything_that_was_there_still_is(url: str) -> None:
    engine = opened(url)
    before, columns = contents(engine), columns_of(engine)
    columns.pop("alembic_version")
    engine.dispose()

    upgrade(url)

    engine = opened(url)
    assert contents(engine, columns) == before
    assert set(Base.metadata.tables) <= set(contents(engine))
    engine.dispose()


def test_what_may_only_grow_still_may_only_grow(url: str) -> None:
    upgrade(url)

    engine = opened(url)
    with engine.connect() as connection:
        found = tables(connection).tables
    for table in (found[name] for name in MAY_ONLY_GROW):
        for change in (table.update().values(number=99), table.delete()):
            with pytest.raises(DBAPIError, match="append only"), engine.begin() as connection:
                connection.execute(change)
    engine.dispose()


def test_no_reference_leads_nowhere_and_the_server_can_go_on(url: str) -> None:
    upgrade(url)

    engine = opened(url)
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
    engine.dispose()
    database = Database.open(url)
    keep_heartbeat(database, datetime(2026, 3, 3, tzinfo=UTC))
    database.close()
