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
        with theirs.mine():
            order.append("who waited")

    waiting = threading.Thread(target=wait)
    with ours.mine():
        waiting.start()
        eventually(lambda: is_waited_for(database.with_name(database.name + ".lock")))
    with ours.mine():
        order.append("who had it before")

    waiting.join(PATIENCE)
    assert order == ["who waited", "who had it before"]
