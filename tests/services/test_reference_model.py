"""Random stories, played by the services and by the reference model: after each step both must agree."""

import os
import random
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from tests.services.acting import LEASE, NOTICE, holdings, seats, wish
from tests.services.racing import held_licenses
from tests.services.reference_model import Model, ModelSession
from tests.support.cast import LICENSES, Cast
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.domain.errors import Conflict
from webapp.models import ClientSession, License
from webapp.services.admit_session import Admitted, admit_session
from webapp.services.end_session import end_session
from webapp.services.finalise_overdue_sessions import finalise_overdue_sessions
from webapp.services.list_licenses import list_licenses
from webapp.services.list_sessions import get_session
from webapp.services.renew_leases import renew_device_leases, renew_session_lease
from webapp.services.set_licenses import set_licenses
from webapp.services.take_back_termination import take_back_termination
from webapp.services.terminate_sessions import terminate_sessions

STEPS = 12 * int(os.environ.get("SEATKEEPER_ROUNDS", "5"))
PAIRS = 6


class Story:
    """A database and a model to which the same things happen."""

    def __init__(self, database: Database, cast: Cast, clock: FrozenClock, seed: int) -> None:
        self.db, self.cast, self.clock = database, cast, clock
        self.seats = seats(database, PAIRS)
        self.model = Model(LICENSES, LEASE, NOTICE, clock.now())
        self.known: list[tuple[UUID, ModelSession]] = []
        self.random = random.Random(seed)

    def step(self) -> str:
        """Let some time pass, and something happen. Returns what."""
        self.clock.advance(self.random.choice([0.001, 1, 5, 20, 45]))
        self.model.at(self.clock.now())
        doings: list[Callable[[], None]] = [self.open, self.open, self.open, self.sweep, self.set_number]
        if self.known:
            doings += [
                self.close,
                self.renew_device,
                self.renew_device,
                self.renew_one,
                self.terminate,
                self.take_back,
            ]
        doing = self.random.choice(doings)
        doing()
        return doing.__name__

    def open(self) -> None:
        pair = self.random.randrange(PAIRS)
        answer = admit_session(self.db, self.seats[pair].actor, wish(), self.clock.now())
        number = self.model.open(pair)
        assert (answer.session.license if isinstance(answer, Admitted) else None) == number
        if isinstance(answer, Admitted):
            self.known.append((answer.session.id, self.model.sessions[-1]))

    def close(self) -> None:
        session_id, session = self.random.choice(self.known)
        end_session(self.db, self.seats[session.pair].actor, session_id, self.clock.now())
        self.model.close(session)

    def renew_device(self) -> None:
        pair = self.random.choice(self.known)[1].pair
        renew_device_leases(self.db, self.seats[pair].actor, self.clock.now())
        self.model.renew(self.model.live(pair))

    def renew_one(self) -> None:
        session_id, session = self.random.choice(self.known)
        view = renew_session_lease(self.db, self.seats[session.pair].actor, session_id, self.clock.now())
        assert (view is None) == (session.ended_at is not None)
        self.model.renew([session])

    def terminate(self) -> None:
        session_id, session = self.random.choice(self.known)
        results = terminate_sessions(self.db, self.cast.ana.actor, [session_id], None, self.clock.now())
        self.model.terminate(session)
        assert [result.ends_at for result in results] == [session.deadline] * (session.ended_at is None)

    def take_back(self) -> None:
        session_id, session = self.random.choice(self.known)
        try:
            take_back_termination(self.db, self.cast.ana.actor, session_id, self.clock.now())
        except Conflict:
            assert session.ended_at is not None
        self.model.take_back(session)

    def sweep(self) -> None:
        finalise_overdue_sessions(self.db, self.clock.now())

    def set_number(self) -> None:
        number = self.random.randint(1, PAIRS - 1)
        set_licenses(self.db, "acme", number, self.clock.now())
        self.model.licenses = number

    def devices(self) -> dict[int | None, int]:
        return {seat.actor.device_id: pair for pair, seat in enumerate(self.seats)}


def assert_told_alike(story: Story) -> None:
    now, pairs = story.clock.now(), story.devices()
    by_name = {seat.actor.device_name: pair for pair, seat in enumerate(story.seats)}
    view = list_licenses(story.db, story.cast.ana.actor, now)
    assert {holder.license: by_name[holder.device] for holder in view.holders} == story.model.held()
    assert view.in_use == len(story.model.held())
    told = holdings(story.db)
    ended = [row for row in story.model.history if row[3] is not None]
    closed = [
        (number, pairs[device], since, until) for number, device, since, until in told if until is not None
    ]
    assert set(closed) <= set(ended), "the history tells of a holding that never was"
    assert {row[:3] for row in story.model.history} == {
        (n, pairs[device], since) for n, device, since, _ in told
    }


def assert_sound(story: Story) -> None:
    now = story.clock.now()
    held, pairs = held_licenses(story.db, story.cast.ana.actor.account_id, now)
    assert held == pairs == len(story.model.held()), "a live session is not on its own pair's license"
    backed = (
        select(func.count())
        .select_from(License)
        .where(
            License.user_id.is_not(None),
            ~select(ClientSession.session_id)
            .where(
                ClientSession.account_id == License.account_id,
                ClientSession.user_id == License.user_id,
                ClientSession.device_id == License.device_id,
                ClientSession.holds_license == License.number,
            )
            .exists(),
        )
    )
    with story.db.read() as tx:
        assert tx.execute(backed).scalar_one() == 0, "a license is held that no session backs"


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_the_services_and_the_plain_rules_agree(
    database: Database, cast: Cast, clock: FrozenClock, seed: int
) -> None:
    story = Story(database, cast, clock, seed)
    happened = []

    for _ in range(STEPS):
        happened.append(story.step())
        assert_told_alike(story)
        assert_sound(story)

    for session_id, session in story.known:
        view = get_session(database, cast.ana.actor, session_id, clock.now())
        assert (view.ended_at, view.end_reason) == (session.ended_at, session.reason), happened
    story.clock.advance(timedelta(days=1).total_seconds())
    story.model.at(clock.now())
    finalise_overdue_sessions(database, clock.now())
    pairs = story.devices()
    told = [(number, pairs[device], since, until) for number, device, since, until in holdings(database)]
    assert sorted(told, key=lambda row: row[:3]) == sorted(story.model.history, key=lambda row: row[:3])
