"""The ledger of pay per use under any order of events: it adds up, never goes below zero, and charges no minute twice."""

import os
import random
from collections.abc import Callable
from uuid import UUID

import pytest

from tests.services.acting import seats
from tests.services.paying import assert_exact, set_terms
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.minutes import give_minutes
from webapp.db import Database
from webapp.domain.errors import Conflict, Invalid, NotFound
from webapp.domain.states import SessionKind
from webapp.services.add_minutes import add_minutes, correct_minutes
from webapp.services.admit_session import Admitted, OpenRequest, admit_session
from webapp.services.end_session import end_session
from webapp.services.finalise_overdue_sessions import finalise_overdue_sessions
from webapp.services.pause_session import pause_session
from webapp.services.renew_leases import renew_device_leases
from webapp.services.resume_session import resume_session
from webapp.services.set_licenses import set_licenses
from webapp.services.set_ppu import set_ppu
from webapp.services.take_back_termination import take_back_termination
from webapp.services.terminate_sessions import terminate_sessions

STEPS = 24 * int(os.environ.get("SEATKEEPER_ROUNDS", "5"))
DEVICES = 5
WAITS = (0, 0.001, 1, 7, 20, 30, 45, 60, 61)


class Story:
    """An account to which anything happens, in any order. A device that is not renewed has crashed."""

    def __init__(self, db: Database, cast: Cast, clock: FrozenClock, seed: int) -> None:
        self.sets_clock_back = bool(seed % 2)
        self.db, self.cast, self.clock = db, cast, clock
        self.seats = [*seats(db, DEVICES), cast.cleo.desk]
        self.random = random.Random(seed)
        self.known: list[tuple[UUID, int]] = []

    def step(self) -> str:
        """Let some time pass, and something happen. Returns what."""
        self.clock.advance(self.random.choice(WAITS))
        doings: list[Callable[[], object]] = [self.open, self.open, self.renew, self.renew, self.sweep]
        doings += [self.buy, self.correct, self.set_number, self.turn, self.set_caps]
        doings += [self.set_back] * self.sets_clock_back
        if self.known:
            doings += [
                self.close,
                self.pause,
                self.pause,
                self.resume,
                self.resume,
                self.terminate,
                self.keep,
            ]
        doing = self.random.choice(doings)
        doing()
        return doing.__name__

    def open(self) -> None:
        number = self.random.randrange(len(self.seats))
        kind = self.random.choice([SessionKind.UNATTENDED, SessionKind.UNATTENDED, SessionKind.SUPPORT])
        answer = admit_session(
            self.db, self.seats[number].actor, OpenRequest(kind, "SRV-1"), self.clock.now()
        )
        if isinstance(answer, Admitted):
            self.known.append((answer.session.id, number))

    def renew(self) -> None:
        for seat in self.seats:
            if self.random.random() < 0.8:
                renew_device_leases(self.db, seat.actor, self.clock.now())

    def sweep(self) -> None:
        finalise_overdue_sessions(self.db, self.clock.now())

    def buy(self) -> None:
        add_minutes(self.db, "acme", self.random.randint(1, 4), None, self.clock.now())

    def correct(self) -> None:
        number = self.random.choice([-5, -1, 1])
        try:
            correct_minutes(self.db, "acme", number, "a story", self.clock.now())
        except Invalid:
            assert number < 0

    def set_number(self) -> None:
        set_licenses(self.db, "acme", self.random.randint(0, 3), self.clock.now())

    def set_back(self) -> None:
        self.clock.advance(-self.random.choice([0.5, 5, 90, 200]))

    def turn(self) -> None:
        set_ppu(self.db, "acme", self.clock.now(), is_on=self.random.random() < 0.8, expires=None)

    def set_caps(self) -> None:
        caps = self.random.choice([None, None, 20, 50])
        set_terms(self.db, ppu_day_cap=caps, ppu_user_day_cap=caps and caps // 2)

    def close(self) -> None:
        session_id, number = self.random.choice(self.known)
        end_session(self.db, self.seats[number].actor, session_id, self.clock.now())

    def pause(self) -> None:
        self.try_it(self._pause)

    def resume(self) -> None:
        self.try_it(self._resume)

    def terminate(self) -> None:
        ana = self.cast.ana.actor
        self.try_it(
            lambda session_id, _: terminate_sessions(self.db, ana, [session_id], None, self.clock.now())
        )

    def keep(self) -> None:
        ana = self.cast.ana.actor
        self.try_it(lambda session_id, _: take_back_termination(self.db, ana, session_id, self.clock.now()))

    def try_it(self, act: Callable[[UUID, int], object]) -> None:
        """Do something that may come too late or too early, or to somebody else's paused session."""
        try:
            act(*self.random.choice(self.known[-8:]))
        except (Conflict, NotFound):
            return

    def _pause(self, session_id: UUID, number: int) -> None:
        pause_session(self.db, self.seats[number].actor, session_id, self.clock.now())

    def _resume(self, session_id: UUID, number: int) -> None:
        resume_session(self.db, self.seats[number].actor, session_id, None, self.clock.now())


@pytest.mark.parametrize("seed", range(4))
def test_any_order_of_events_leaves_the_ledger_exact(
    database: Database, cast: Cast, clock: FrozenClock, seed: int
) -> None:
    set_licenses(database, "acme", 1, clock.now())
    give_minutes(database, 5)
    story = Story(database, cast, clock, seed)
    told = []

    for number in range(STEPS):
        told.append(story.step())
        if number % 3 == 0:
            finalise_overdue_sessions(database, clock.now())
            try:
                assert_exact(database, time_went_on=not story.sets_clock_back)
            except AssertionError as error:
                raise AssertionError(f"{error} after {told[-8:]}, seed {seed}, step {number}") from error
