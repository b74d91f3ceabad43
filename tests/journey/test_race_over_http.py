"""64 devices race for 8 licenses over HTTP, on two servers of one database, and a monitor counts all the while."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

from tests.client.seats import Office
from tests.journey.callers import Caller
from tests.journey.conftest import CallersOf, OpenOffice, Pair
from tests.journey.truth import truth_of

CLIENTS, LICENSES, ROUNDS = 64, 8, 4


class Beliefs:
    """How many devices may believe right now that they hold a license: from the answer 201 to the wish to close."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now = self.most = self.admitted = 0

    @contextmanager
    def held(self) -> Iterator[None]:
        """One more, for the while."""
        with self._lock:
            self._now += 1
            self.admitted += 1
            self.most = max(self.most, self._now)
        yield
        with self._lock:
            self._now -= 1


class Monitor:
    """Reads GET /licenses and the database, on and on, until the race is over."""

    def __init__(self, office: Office, watcher: Caller) -> None:
        self._office, self._watcher = office, watcher
        self._over = threading.Event()
        self.looks: list[tuple[int, int]] = []

    def watch(self) -> None:
        """Note what the server says and what the database says."""
        with truth_of(self._office) as truth:
            while not self._over.is_set():
                self.looks.append((self._watcher.in_use(), truth.held()))

    def stop(self) -> None:
        """The race is over."""
        self._over.set()


def play(caller: Caller, beliefs: Beliefs) -> None:
    """Ask for a session again and again; work with each for a moment and close it."""
    for _ in range(ROUNDS):
        session = caller.open()
        if session is not None:
            with beliefs.held():
                assert caller.ask("PUT", "/lease").status_code == 200
            caller.close(session["id"])


@pytest.fixture
def office(pair: Pair, open_office: OpenOffice) -> Office:
    """An account with eight licenses."""
    return open_office(pair[0], licenses=LICENSES)


def test_64_devices_race_for_8_licenses_and_never_9_are_held(
    pair: Pair, office: Office, callers_of: CallersOf
) -> None:
    *callers, watcher = callers_of(office, CLIENTS + 1, *pair)
    beliefs, monitor = Beliefs(), Monitor(office, watcher)

    with ThreadPoolExecutor(CLIENTS + 1) as pool:
        watching = pool.submit(monitor.watch)
        try:
            list(pool.map(lambda caller: play(caller, beliefs), callers))
        finally:
            monitor.stop()
        watching.result()

    assert beliefs.most <= LICENSES < beliefs.admitted
    assert max(max(look) for look in monitor.looks) <= LICENSES
    with truth_of(office) as truth:
        assert (watcher.in_use(), truth.held(), truth.taken()) == (0, 0, 0)


def test_of_64_devices_that_ask_at_once_exactly_8_get_in_each_on_a_license_of_its_own(
    pair: Pair, office: Office, callers_of: CallersOf
) -> None:
    callers = callers_of(office, CLIENTS, *pair)

    with ThreadPoolExecutor(CLIENTS) as pool:
        answers: list[dict[str, Any] | None] = list(pool.map(Caller.open, callers))

    admitted = [(caller, session) for caller, session in zip(callers, answers, strict=True) if session]
    assert sorted(session["license"] for _, session in admitted) == list(range(1, LICENSES + 1))
    with truth_of(office) as truth:
        assert (callers[0].in_use(), truth.held(), truth.taken()) == (LICENSES, LICENSES, LICENSES)
        for caller, session in admitted:
            caller.close(session["id"])
        assert (callers[0].in_use(), truth.held(), truth.taken()) == (0, 0, 0)
