from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.support.databases import on_postgresql, on_sqlite
from webapp.db import Database


@pytest.fixture
def db(database: Database) -> Database:
    """A database with two numbers in it."""

    def fill(tx: Connection) -> None:
        tx.execute(text("CREATE TABLE numbers (id INTEGER PRIMARY KEY, n INTEGER NOT NULL)"))
        tx.execute(text("INSERT INTO numbers VALUES (1, 0), (2, 0)"))

    database.write(fill)
    return database


def add(tx: Connection, row: int = 1) -> None:
    tx.execute(text("UPDATE numbers SET n = n + 1 WHERE id = :row"), {"row": row})


def numbers(db: Database) -> list[int]:
    with db.read() as tx:
        return list(tx.execute(text("SELECT n FROM numbers ORDER BY id")).scalars())


def test_a_transaction_that_fails_is_undone_whole(db: Database) -> None:
    def fail(tx: Connection) -> None:
        add(tx)
        add(tx, 2)
        raise LookupError

    with pytest.raises(LookupError):
        db.write(fail)

    assert numbers(db) == [0, 0]


def test_a_reader_sees_one_moment_however_long_it_reads(db: Database) -> None:
    with db.read() as tx:
        before = tx.execute(text("SELECT n FROM numbers WHERE id = 1")).scalar_one()
        db.write(add)
        after = tx.execute(text("SELECT n FROM numbers WHERE id = 1")).scalar_one()

    assert (before, after, numbers(db)) == (0, 0, [1, 0])


def test_a_reader_cannot_write(db: Database) -> None:
    with pytest.raises(DBAPIError), db.read() as tx:
        add(tx)

    assert numbers(db) == [0, 0]


def test_threads_that_count_lose_no_count(db: Database) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: db.write(add), range(80)))

    assert numbers(db) == [80, 0]


def test_what_was_written_is_there_for_whoever_opens_the_database_next(
    db: Database, database_url: str
) -> None:
    db.write(add)

    again = Database.open(database_url)

    assert numbers(again) == [1, 0]
    again.close()


@on_postgresql
def test_two_transactions_in_each_others_way_both_succeed(db: Database) -> None:
    both_have_one = Barrier(2)
    attempts: list[int] = []

    def crosswise(tx: Connection, first: int, second: int) -> None:
        attempts.append(first)
        add(tx, first)
        if attempts.count(first) == 1:
            both_have_one.wait(30)
        add(tx, second)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda order: db.write(lambda tx: crosswise(tx, *order)), [(1, 2), (2, 1)]))

    assert numbers(db) == [2, 2]
    assert len(attempts) >= 3


@on_postgresql
def test_a_transaction_that_always_is_in_the_way_fails_in_the_end(db: Database) -> None:
    attempts: list[int] = []

    def collide(tx: Connection) -> None:
        attempts.append(1)
        tx.execute(text("DO $$ BEGIN RAISE SQLSTATE '40P01'; END $$"))

    with pytest.raises(DBAPIError):
        db.write(collide)

    assert len(attempts) == 4


@on_postgresql
def test_an_error_of_any_other_kind_is_not_tried_again(db: Database) -> None:
    attempts: list[int] = []

    def break_a_rule(tx: Connection) -> None:
        attempts.append(1)
        tx.execute(text("INSERT INTO numbers VALUES (1, 0)"))

    with pytest.raises(DBAPIError):
        db.write(break_a_rule)

    assert len(attempts) == 1


@on_sqlite
def test_sqlite_logs_what_is_written_and_leaves_it_to_us_to_wait_for_the_disk(db: Database) -> None:
    def settings(tx: Connection) -> list[object]:
        return [
            tx.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]

    normal = 1  # a checkpoint waits for the disk, a commit does not: see test_durable.py
    assert db.write(settings) == ["wal", normal, 1]


def test_a_database_of_another_kind_is_not_opened() -> None:
    with pytest.raises(ValueError, match="SQLite and PostgreSQL, not on mysql"):
        Database.open("mysql://localhost/seatkeeper")


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_not_opened(url: str) -> None:
    with pytest.raises(ValueError, match="needs a file"):
        Database.open(url)


def test_a_postgresql_url_may_be_short(tmp_path: Path) -> None:
    drivers = [
        Database.open(url).url.drivername
        for url in ("postgres://h/d", "postgresql://h/d", f"sqlite:///{tmp_path}/a")
    ]

    assert drivers == ["postgresql+psycopg", "postgresql+psycopg", "sqlite+pysqlite"]
