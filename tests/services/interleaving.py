"""Forcing an order of events: one transaction is held open at its very end, when everything but the commit is done,
while another one comes to want the same. Nothing here hopes for the right moment.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event
from typing import Generic, TypeVar

from sqlalchemy import Connection, event, text

from tests.support.eventually import eventually
from webapp.db import Database
from webapp.domain.errors import UseCaseError

A = TypeVar("A")
B = TypeVar("B")
PATIENCE = 30
WAITING_FOR_A_LOCK = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@dataclass(frozen=True, slots=True)
class Nodes:
    """Two nodes on one database."""

    first: Database
    second: Database


@dataclass(frozen=True, slots=True)
class Both(Generic[A, B]):
    """What came of the two: what each returned, or the error that it raised."""

    first: A | UseCaseError
    second: B | UseCaseError
    had_to_wait: bool


class Gate:
    """A point at which a transaction stands until it is let go."""

    def __init__(self) -> None:
        self.reached = Event()
        self.open = Event()

    def pass_through(self, connection: Connection) -> None:
        """Say that the point is reached, and wait. Reading passes freely."""
        if connection.get_execution_options().get("postgresql_readonly"):
            return
        self.reached.set()
        assert self.open.wait(PATIENCE)


@contextmanager
def held_before_commit(db: Database) -> Iterator[Gate]:
    """Hold this node's transactions right before they commit."""
    gate = Gate()
    event.listen(db._writer, "commit", gate.pass_through)
    try:
        yield gate
    finally:
        gate.open.set()
        event.remove(db._writer, "commit", gate.pass_through)


def interleave(nodes: Nodes, first: Callable[[Database], A], second: Callable[[Database], B]) -> Both[A, B]:
    """Do `first`, stop before its commit, let `second` come until it waits or is done, and only then commit."""
    with ThreadPoolExecutor(2) as pool, held_before_commit(nodes.first) as gate:
        held = pool.submit(first, nodes.first)
        eventually(lambda: gate.reached.is_set() or held.done(), PATIENCE, "the first to come to its commit")
        assert gate.reached.is_set(), held.result()
        comes = pool.submit(second, nodes.second)
        eventually(
            lambda: comes.done() or is_waiting(nodes.second), PATIENCE, "the second to wait or to be done"
        )
        had_to_wait = not comes.done()
        gate.open.set()
        first_outcome, second_outcome = outcome(held), outcome(comes)
        return Both(first_outcome, second_outcome, had_to_wait)


def is_waiting(node: Database) -> bool:
    """Whether a transaction of this node waits for one of another."""
    if node._group is not None:
        return node._group._turn.locked()
    with node.read() as tx:
        return bool(tx.execute(WAITING_FOR_A_LOCK).scalar_one())


def outcome(future: Future[A]) -> A | UseCaseError:
    """What came of it; an error of the use case counts as an outcome."""
    try:
        return future.result(PATIENCE)
    except UseCaseError as error:
        return error
