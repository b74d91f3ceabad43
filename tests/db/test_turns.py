import fcntl
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.operating.processes import is_waited_for
from tests.support.eventually import eventually
from webapp.db.turns import Turns

PATIENCE = 30


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "numbers.db"


@pytest.fixture
def ours(database: Path) -> Iterator[Turns]:
    turns = Turns(database)
    yield turns
    turns.close()


@pytest.fixture
def theirs(database: Path) -> Iterator[Turns]:
    """Those of another process: locks go by the opening of a file."""
    turns = Turns(database)
    yield turns
    turns.close()


def test_who_waits_comes_before_who_has_just_had_its_turn(database: Path, ours: Turns, theirs: Turns) -> None:
    order: list[str] = []

    def wait() -> None:
        theirs.take()
        order.append("who waited")
        theirs.give_back()

    waiting = threading.Thread(target=wait)
    ours.take()
    waiting.start()
    eventually(lambda: is_waited_for(database.with_name(database.name + ".lock")))
    ours.give_back()
    ours.take()
    order.append("who had it before")

    waiting.join(PATIENCE)
    assert order == ["who waited", "who had it before"]


def test_a_turn_is_taken_at_once_only_where_nobody_has_it(ours: Turns, theirs: Turns) -> None:
    ours.take()
    while_ours = theirs.take_if_free()
    ours.give_back()

    assert (while_ours, theirs.take_if_free(), ours.take_if_free()) == (False, True, False)


def test_a_turn_is_not_taken_before_who_waits_for_it(database: Path, ours: Turns, theirs: Turns) -> None:
    waits = os.open(database.with_name(database.name + ".next"), os.O_RDWR)
    fcntl.flock(waits, fcntl.LOCK_EX)
    before = ours.take_if_free()
    os.close(waits)

    assert (before, ours.take_if_free()) == (False, True)
