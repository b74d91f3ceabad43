import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Connection, bindparam, update

from tests.support.cast import Cast
from tests.support.eventually import eventually
from webapp.db import Database
from webapp.db.later import AT_ONCE, Later
from webapp.db.prepared import Prepared
from webapp.models import Account

RENAME = Prepared(
    update(Account).where(Account.account_id == bindparam("account")).values(name=bindparam("name"))
)


class Writes:
    """Stands for a database that notes what is written, and may fail."""

    def __init__(self) -> None:
        self.written: list[list[Any]] = []
        self.fails = False

    def write(self, work: Callable[[Connection], None]) -> None:
        if self.fails:
            raise RuntimeError("the disk is full")
        work(self)  # type: ignore[arg-type]

    def run_many(self, _: object, values: list[Any]) -> None:
        self.written.append(values)


@pytest.fixture
def writes() -> Writes:
    return Writes()


@pytest.fixture
def later(writes: Writes, monkeypatch: pytest.MonkeyPatch) -> Later:
    """Collects, and writes when it is told to."""
    monkeypatch.setattr(Later, "_go_on", lambda _: None)
    later = Later(writes.write, writes)  # type: ignore[arg-type]
    later.start()
    return later


def test_of_several_with_one_key_the_last_is_written(later: Later, writes: Writes) -> None:
    for key, value in (("a", 1), ("b", 2), ("a", 3)):
        later.put(key, {"n": value})

    later.flush()

    assert writes.written == [[{"n": 3}, {"n": 2}]]


def test_many_are_written_in_several_transactions(later: Later, writes: Writes) -> None:
    for number in range(AT_ONCE + 1):
        later.put(number, {"n": number})

    later.flush()

    assert [len(each) for each in writes.written] == [AT_ONCE, 1]


def test_who_asks_for_it_to_be_written_waits_for_what_is_being_written_already(
    writes: Writes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Later, "_go_on", lambda _: None)
    begun, may_go_on = threading.Event(), threading.Event()

    def slowly(work: Callable[[Connection], None]) -> None:
        begun.set()
        assert may_go_on.wait(30)
        writes.write(work)

    later = Later(slowly, writes)  # type: ignore[arg-type]
    later.start()
    later.put("a", {"n": 1})
    with ThreadPoolExecutor() as pool:
        by_itself = pool.submit(later.flush)
        assert begun.wait(30)
        asked_for = pool.submit(later.flush)
        done_early = asked_for.done()
        may_go_on.set()
        asked_for.result(30)

    assert (done_early, by_itself.done(), writes.written) == (False, True, [[{"n": 1}]])


def test_what_could_not_be_written_is_tried_again_unless_something_newer_has_come(
    later: Later, writes: Writes
) -> None:
    later.put("a", {"n": 1})
    later.put("b", {"n": 2})
    writes.fails = True
    with pytest.raises(RuntimeError):
        later.flush()
    writes.fails = False

    later.put("a", {"n": 3})
    later.flush()

    assert writes.written == [[{"n": 3}, {"n": 2}]]


def test_in_a_server_it_is_written_by_itself(database: Database, cast: Cast) -> None:
    database.collect()
    account = {"account": cast.ana.actor.account_id}
    query = Prepared(Account.__table__.select().where(Account.account_id == bindparam("account")))

    database.soon(RENAME, "acme", {**account, "name": "Zenith"})

    eventually(lambda: database.first(query, account).name == "Zenith", what="it is written")


def test_elsewhere_it_is_written_at_once(database: Database, cast: Cast) -> None:
    account = {"account": cast.ana.actor.account_id}
    query = Prepared(Account.__table__.select().where(Account.account_id == bindparam("account")))

    database.soon(RENAME, "acme", {**account, "name": "Zenith"})

    assert database.first(query, account).name == "Zenith"
