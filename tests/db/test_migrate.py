import multiprocessing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, event, inspect

from tests.support.databases import KINDS
from tests.support.stores import PostgresqlStore, SqliteStore, Store
from webapp.db import upgrade
from webapp.db.database import parsed_url
from webapp.models import Base


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "sqlite":
        return SqliteStore(tmp_path)
    return PostgresqlStore(request.getfixturevalue("postgresql"))


@pytest.fixture
def url(store: Store, request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a database with nothing in it."""
    name = f"migrate_{abs(hash(request.node.nodeid)):x}"
    store.create(name)
    yield store.url(name)
    store.drop(name)


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = create_engine(parsed_url(url))
    yield engine
    engine.dispose()


def schema(engine: Engine) -> dict[str, Any]:
    """Everything that a database tells of its tables."""
    look = inspect(engine)
    return {table: described(look, table) for table in look.get_table_names() if table != "alembic_version"}


def described(look: Any, table: str) -> dict[str, Any]:
    return {
        "columns": {
            c["name"]: (str(c["type"]), c["nullable"], c["default"], c.get("computed"))
            for c in look.get_columns(table)
        },
        "primary key": look.get_pk_constraint(table),
        "references": in_order(look.get_foreign_keys(table)),
        "unique": in_order(look.get_unique_constraints(table)),
        "checks": in_order(look.get_check_constraints(table)),
        "indexes": in_order(
            [
                index | {"dialect_options": {k: str(v) for k, v in index.get("dialect_options", {}).items()}}
                for index in look.get_indexes(table)
            ]
        ),
    }


def in_order(constraints: list[dict[str, Any]]) -> list[dict[str, str]]:
    told = [{key: str(value) for key, value in sorted(constraint.items())} for constraint in constraints]
    return sorted(told, key=lambda constraint: constraint["name"])


@pytest.mark.filterwarnings("ignore:Computed default")  # Alembic cannot compare these; the next test does
def test_from_nothing_the_migrations_lead_to_the_models(url: str, engine: Engine) -> None:
    upgrade(url)

    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, Base.metadata) == []


def test_from_nothing_the_migrations_lead_to_the_constraints_of_the_models(
    url: str, engine: Engine, store: Store
) -> None:
    upgrade(url)
    migrated = schema(engine)
    with engine.begin() as connection:
        Base.metadata.drop_all(connection)
        Base.metadata.create_all(connection)

    assert migrated == schema(engine)


def test_a_database_of_this_version_stays_as_it_is(url: str, engine: Engine) -> None:
    first = upgrade(url)
    before = schema(engine)

    second = upgrade(url)

    assert (second, schema(engine)) == (first, before)


def test_a_migration_that_breaks_off_in_the_middle_leaves_nothing_behind(url: str, engine: Engine) -> None:
    def break_off(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "CREATE TABLE client_sessions" in statement:
            raise KeyboardInterrupt

    event.listen(Engine, "before_cursor_execute", break_off)
    try:
        with pytest.raises(KeyboardInterrupt):
            upgrade(url)
    finally:
        event.remove(Engine, "before_cursor_execute", break_off)

    assert schema(engine) == {}
    upgrade(url)
    assert set(schema(engine)) == set(Base.metadata.tables)


def test_two_processes_that_start_at_once_migrate_once(url: str, engine: Engine) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=upgrade, args=(url,)) for _ in range(2)]

    for process in processes:
        process.start()
    for process in processes:
        process.join()

    assert [process.exitcode for process in processes] == [0, 0]
    assert set(schema(engine)) == set(Base.metadata.tables)
