"""Nothing of one account is ever visible to another, and nobody does anything to it."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import pytest

from tests.services.acting import holdings, opened, refused, seats, stored_session, terminations
from tests.support.cast import LICENSES, Cast
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.errors import NotFound
from webapp.services.confirm_termination import confirm_termination
from webapp.services.end_session import end_session
from webapp.services.explain_refusal import explain_refusal
from webapp.services.list_licenses import LicensesView, list_licenses
from webapp.services.list_sessions import SessionList, get_session, list_sessions
from webapp.services.renew_leases import renew_device_leases, renew_session_lease
from webapp.services.take_back_termination import take_back_termination
from webapp.services.terminate_sessions import terminate_sessions
from webapp.services.view_usage import Overview, UsageQuery, view_usage


class Acme(NamedTuple):
    """What goes on at acme: a session that is being ended, and a refusal."""

    session: UUID
    refusal: UUID


@pytest.fixture
def acme(database: Database, cast: Cast, clock: FrozenClock) -> Acme:
    session = opened(database, cast.ben.desk, clock.now())
    for seat in seats(database, LICENSES - 1):
        opened(database, seat, clock.now())
    refusal = refused(database, cast.cleo.desk, clock.now())
    terminate_sessions(database, cast.ana.actor, [session.id], None, clock.now())
    return Acme(session.id, refusal.refusal_id)


Doing = Callable[[Database, Actor, Acme, datetime], object]
DOINGS: dict[str, Doing] = {
    "look at a session": lambda db, gus, acme, now: get_session(db, gus, acme.session, now),
    "read a refusal": lambda db, gus, acme, now: explain_refusal(db, gus, acme.refusal, now),
    "end a session": lambda db, gus, acme, now: terminate_sessions(db, gus, [acme.session], None, now),
    "take a termination back": lambda db, gus, acme, now: take_back_termination(db, gus, acme.session, now),
    "close a session": lambda db, gus, acme, now: end_session(db, gus, acme.session, now),
    "renew a session": lambda db, gus, acme, now: renew_session_lease(db, gus, acme.session, now),
    "confirm a termination": lambda db, gus, acme, now: confirm_termination(db, gus, acme.session, now),
}


@pytest.mark.parametrize("doing", DOINGS)
def test_for_a_neighbour_there_is_nothing_to(
    database: Database, cast: Cast, clock: FrozenClock, acme: Acme, doing: str
) -> None:
    before = stored_session(database, acme.session), terminations(database, acme.session), holdings(database)

    for gus in (cast.gus.actor, cast.gus.desk.actor):
        with pytest.raises(NotFound):
            DOINGS[doing](database, gus, acme, clock.advance(1))

    assert (
        stored_session(database, acme.session),
        terminations(database, acme.session),
        holdings(database),
    ) == before


def test_a_neighbour_who_ends_a_session_of_ours_among_their_own_ends_none(
    database: Database, cast: Cast, clock: FrozenClock, acme: Acme
) -> None:
    own = opened(database, cast.gus.desk, clock.now())

    with pytest.raises(NotFound):
        terminate_sessions(database, cast.gus.actor, [own.id, acme.session], None, clock.now())

    assert terminations(database, own.id) == []


def test_a_neighbours_lists_and_numbers_tell_nothing_of_ours(
    database: Database, cast: Cast, clock: FrozenClock, acme: Acme
) -> None:
    now = clock.now()

    usage = view_usage(database, cast.gus.actor, UsageQuery(), now)

    assert usage.groups == ()
    assert usage.overview == Overview(
        licenses=2, in_use=0, segments=("free", "free"), own_limit=None, own_in_use=0, refused_in_24_hours=0
    )
    assert list_licenses(database, cast.gus.actor, now) == LicensesView(licenses=2, in_use=0, holders=())
    assert list_sessions(database, cast.gus.actor, None, 100, now) == SessionList(items=(), next=None)
    assert renew_device_leases(database, cast.gus.desk.actor, now).sessions == ()
