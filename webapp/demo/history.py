"""The past of the demonstration: weeks of sessions and refusals, played through the same services as everything else.

The same chance on every start, so that the reports have something to show, and refusals to explain.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush
from random import Random
from uuid import UUID

from webapp.db import Database
from webapp.demo.account import BEGAN_BEFORE, DOMAIN
from webapp.demo.devices import DEVICES, REMOTES
from webapp.domain.access import Actor
from webapp.domain.sign_in import NotSignedIn
from webapp.domain.states import SessionKind
from webapp.services.admit_session import Admitted, OpenRequest, admit_session
from webapp.services.end_session import end_session
from webapp.services.reset_setting import reset_setting
from webapp.services.sign_in_device import sign_in_device

A_DAY = timedelta(days=1)
A_MINUTE = timedelta(minutes=1)
SESSIONS_A_DAY = (2, 5)
BEGIN_AT = (7.0, 10.0, 17.0)
"""Hours of a day: from, most likely, to."""
MEAN_MINUTES, MOST_MINUTES = 50, 300
ASKS_AGAIN_AFTER = (2, 12)
"""Minutes."""
TRIES = 4
SATURDAY = 5


@dataclass(order=True, frozen=True, slots=True)
class _Event:
    """A device wants a session at `at`, for the first time or again; or ends its `session`."""

    at: datetime
    number: int
    device: int = field(compare=False)
    lasts: timedelta = field(compare=False)
    tries: int = field(compare=False, default=TRIES)
    session: UUID | None = field(compare=False, default=None)


def play_history(db: Database, password: str, now: datetime) -> None:
    """Play the time from the account's beginning until now. Its lease must be as long as a day; it is the default later."""
    began = now - BEGAN_BEFORE
    actors = [_sign_in(db, user, device, password, began) for user, device in DEVICES]
    chance = Random(DOMAIN)  # noqa: S311 - nothing secret hangs on it
    events = [event for event in _wishes(chance, began) if event.at + event.lasts < now - A_DAY]
    heapify(events)
    try:
        while events:
            event = heappop(events)
            following = _play(db, actors[event.device], event, chance)
            if following is not None:
                heappush(events, following)
    finally:
        reset_setting(db, actors[0], "lease_seconds", now - A_DAY)


def _wishes(chance: Random, began: datetime) -> Iterator[_Event]:
    number = 0
    midnight = began.replace(hour=0, minute=0, second=0, microsecond=0)
    for day in range(1, BEGAN_BEFORE.days):
        for device in range(len(DEVICES)):
            for _ in range(chance.randint(*SESSIONS_A_DAY)):
                low, mode, high = BEGIN_AT
                hours = day * 24 + chance.triangular(low, high, mode)
                lasts = A_MINUTE * min(1 + chance.expovariate(1 / MEAN_MINUTES), MOST_MINUTES)
                number += 1
                at = midnight + timedelta(hours=hours)
                if at.weekday() < SATURDAY:
                    yield _Event(at, number, device, lasts)


def _play(db: Database, actor: Actor, event: _Event, chance: Random) -> _Event | None:
    """Let it happen; returns what follows from it."""
    if event.session is not None:
        end_session(db, actor, event.session, event.at)
        return None
    remote, key = REMOTES[event.number % len(REMOTES)], f"demo-{event.number}"
    answer = admit_session(db, actor, OpenRequest(SessionKind.UNATTENDED, remote, None, key), event.at)
    if isinstance(answer, Admitted):
        return replace(event, at=event.at + event.lasts, session=answer.session.id)
    if event.tries == 1:
        return None
    later = A_MINUTE * chance.uniform(*ASKS_AGAIN_AFTER)
    return replace(event, at=event.at + later, tries=event.tries - 1)


def _sign_in(db: Database, user: str, device: str, password: str, now: datetime) -> Actor:
    signed_in = sign_in_device(
        db, rf"{DOMAIN}\{user}", password, f"demo-{device.lower()}", device, now, address="127.0.0.1"
    )
    assert not isinstance(signed_in, NotSignedIn)
    return signed_in.actor
