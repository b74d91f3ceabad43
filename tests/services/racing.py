"""Clients that race for licenses for real: several processes, many threads each, one time for all of them.

The time is a number that all processes share and move on, so that leases run out in the middle of everything. Each client
keeps what it was told in a shared table: until when it may believe that it holds a license. Of such beliefs there must
never be more at once than there are licenses, whatever the database says.
"""

import random
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing.context import SpawnContext
from multiprocessing.synchronize import Barrier
from typing import Any

from sqlalchemy import func, select

from tests.services.acting import wish
from tests.support.clock import START
from webapp.db import Database
from webapp.domain.access import Actor
from webapp.models import IS_HOLDING, ClientSession, License
from webapp.services.admit_session import Admitted, admit_session
from webapp.services.end_session import end_session
from webapp.services.finalise_overdue_sessions import finalise_overdue_sessions
from webapp.services.renew_leases import renew_device_leases, renew_session_lease
from webapp.services.steps.sessions import SessionView

TICK = timedelta(milliseconds=1)
LEASE_TICKS = 1000
LEAP = LEASE_TICKS // 4
FAULT = 8_000
"""How much of a fault is told: all of them fit into the pipe, which is read when the processes are gone."""


class SharedTime:
    """The one clock of all racers, in ticks, and until which tick each client believes that it holds a license."""

    def __init__(self, context: SpawnContext, clients: int) -> None:
        self._ticks: Any = context.Value("q", 0)
        self._beliefs: Any = context.Array("q", clients)

    def now(self, ticks: int = 1) -> datetime:
        """Let a little time pass, and say what time it is."""
        with self._ticks.get_lock():
            self._ticks.value += ticks
            ticks_now: int = self._ticks.value
        return START + ticks_now * TICK

    def believe(self, client: int, until: datetime | None) -> None:
        """A client was told until when it holds a license; None: it gives it back."""
        self._beliefs[client] = 0 if until is None else (until - START) // TICK

    def believers(self) -> int:
        """How many clients believe now that they hold a license: beliefs first, then the time, so that none is old."""
        with self._beliefs.get_lock():
            beliefs = list(self._beliefs)
        now = (self.now(0) - START) // TICK
        return sum(until > now for until in beliefs)


@dataclass(frozen=True, slots=True)
class Race:
    """What every process of a race is told."""

    url: str
    actors: tuple[Actor, ...]
    licenses: int
    rounds: int
    seed: int


def run_process(race: Race, numbers: range, time: SharedTime, start: Barrier, faults: Any) -> None:
    """Race with these clients, a thread each, and put what went wrong first into `faults`."""
    db = Database.open(race.url)
    try:
        start.wait(60)
        with ThreadPoolExecutor(len(numbers)) as pool:
            found = list(filter(None, pool.map(lambda number: _run_client(db, race, number, time), numbers)))
        if found:
            faults.put(found[0][-FAULT:])
    finally:
        db.close()


def _run_client(db: Database, race: Race, number: int, time: SharedTime) -> str | None:
    try:
        client = Client(db, race, number, time)
        for _ in range(race.rounds):
            client.play_round()
    except Exception:
        return traceback.format_exc()
    return None


class Client:
    """One device that opens, renews, closes, or goes silent."""

    def __init__(self, db: Database, race: Race, number: int, time: SharedTime) -> None:
        self._db, self._race, self._number, self._time = db, race, number, time
        self._actor = race.actors[number]
        self._random = random.Random(race.seed * 1000 + number)
        self._endings: list[Callable[[SessionView], None]] = [
            self._close,
            self._renew_and_close,
            self._fall_silent,
        ]

    def play_round(self) -> None:
        """Ask for a session; if admitted, work with it and end it in one of the ways a client ends; then look around."""
        answer = admit_session(self._db, self._actor, wish(), self._time.now())
        if isinstance(answer, Admitted):
            self._time.believe(self._number, answer.session.lease_expires_at)
            self._look()
            self._random.choice(self._endings)(answer.session)
        elif self._random.random() < 0.05:
            finalise_overdue_sessions(self._db, self._time.now(LEAP))
        self._look()
        self._look_into_the_database()

    def _close(self, session: SessionView) -> None:
        self._time.believe(self._number, None)
        end_session(self._db, self._actor, session.id, self._time.now())

    def _renew_and_close(self, session: SessionView) -> None:
        for _ in range(2):
            report = renew_device_leases(self._db, self._actor, self._time.now())
            if all(view.lease_expires_at != report.lease_expires_at for view in report.sessions):
                break
            self._time.believe(self._number, report.lease_expires_at)
            self._look()
        self._close(session)

    def _fall_silent(self, session: SessionView) -> None:
        late = max(session.lease_expires_at, self._time.now(LEAP))
        self._look()
        if late == session.lease_expires_at:
            self._time.now(LEASE_TICKS)
        assert renew_session_lease(self._db, self._actor, session.id, self._time.now()) is None, (
            "a lapsed lease was revived"
        )

    def _look(self) -> None:
        believers = self._time.believers()
        assert believers <= self._race.licenses, f"{believers} clients hold a license"

    def _look_into_the_database(self) -> None:
        held, counted = held_licenses(self._db, self._actor.account_id, self._time.now(0))
        assert held == counted <= self._race.licenses, f"{held} sessions' licenses, {counted} pairs"


def held_licenses(db: Database, account_id: int, now: datetime) -> tuple[int, int]:
    """How many licenses the live sessions stand on, and how many pairs have live sessions, in one snapshot."""
    live = (ClientSession.account_id == account_id, IS_HOLDING, ClientSession.over_at > now)
    pairs = select(ClientSession.user_id, ClientSession.device_id).where(*live).distinct().subquery()
    on_their_own = (
        select(func.count(ClientSession.holds_license.distinct()))
        .join(
            License,
            (License.account_id == ClientSession.account_id)
            & (License.number == ClientSession.holds_license)
            & (License.user_id == ClientSession.user_id)
            & (License.device_id == ClientSession.device_id),
        )
        .where(*live)
    )
    with db.read() as tx:
        return tx.execute(on_their_own).scalar_one(), tx.execute(
            select(func.count()).select_from(pairs)
        ).scalar_one()
