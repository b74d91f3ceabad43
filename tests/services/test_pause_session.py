import pytest

from tests.services.acting import (
    LEASE,
    holdings,
    in_use,
    insert_session,
    opened,
    refused,
    stored_session,
)
from tests.services.pausing import A_DAY, paused, timeline
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.minutes import give_minutes, minutes_left
from webapp.db import Database
from webapp.domain.errors import Conflict, NotFound
from webapp.domain.states import EndReason, Funding, SessionHappening, SessionState
from webapp.services.end_session import end_session
from webapp.services.finalise_overdue_sessions import finalise_overdue_sessions
from webapp.services.list_sessions import get_session
from webapp.services.pause_session import pause_session
from webapp.services.renew_leases import renew_device_leases, renew_session_lease
from webapp.services.set_licenses import set_licenses
from webapp.services.terminate_sessions import terminate_sessions


def test_a_paused_session_holds_no_license_from_that_moment(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())

    view = paused(database, cast.ben.desk, session, clock.advance(10))

    assert (view.state, view.funding, view.expires_at) == (SessionState.PAUSED, None, clock.now() + A_DAY)
    assert in_use(database, cast.ana.actor, clock.now()) == ()
    assert [row[3] for row in holdings(database)] == [clock.now()]
    assert timeline(database, session) == [SessionHappening.PAUSED]


def test_another_session_of_the_pair_keeps_the_license(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session, _ = (opened(database, cast.ben.desk, clock.now()) for _ in range(2))

    paused(database, cast.ben.desk, session, clock.now())

    assert in_use(database, cast.ana.actor, clock.now()) == (1,)


def test_the_freed_license_goes_to_whoever_runs_on_pay_per_use(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    set_licenses(database, "acme", 1, clock.now())
    give_minutes(database, 10)
    session = opened(database, cast.ben.desk, clock.now())
    waiting = opened(database, cast.cleo.desk, clock.now())

    paused(database, cast.ben.desk, session, clock.advance(5))

    stored = stored_session(database, waiting.id)
    assert (waiting.funding, stored.funding, stored.holds_license) == (Funding.PPU, Funding.LICENSE, 1)


def test_a_paused_session_on_pay_per_use_uses_no_more_minutes(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    set_licenses(database, "acme", 0, clock.now())
    give_minutes(database, 10)
    session = opened(database, cast.ben.desk, clock.now())

    view = paused(database, cast.ben.desk, session, clock.advance(70))
    finalise_overdue_sessions(database, clock.advance(600))

    assert (view.state, view.funding) == (SessionState.PAUSED, None)
    assert minutes_left(database) == 8
    assert stored_session(database, session.id).ppu_since is None


@pytest.mark.parametrize("where", ["laptop", "console"])
def test_its_user_pauses_it_from_wherever_they_are(
    database: Database, cast: Cast, clock: FrozenClock, where: str
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    actor = cast.ben.laptop.actor if where == "laptop" else cast.ben.actor

    assert pause_session(database, actor, session.id, clock.now()).state is SessionState.PAUSED


def test_nobody_else_pauses_it_not_even_the_owner(database: Database, cast: Cast, clock: FrozenClock) -> None:
    session = opened(database, cast.ben.desk, clock.now())

    for stranger in (cast.ana.actor, cast.gus.actor):
        with pytest.raises(NotFound):
            pause_session(database, stranger, session.id, clock.now())
    assert stored_session(database, session.id).state is SessionState.ACTIVE


def test_pausing_again_changes_nothing(database: Database, cast: Cast, clock: FrozenClock) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    first = paused(database, cast.ben.desk, session, clock.now())
    before = stored_session(database, session.id)

    again = paused(database, cast.ben.desk, session, clock.advance(60))

    assert (again, stored_session(database, session.id)) == (first, before)
    assert timeline(database, session) == [SessionHappening.PAUSED]


def test_one_that_is_being_ended_over_or_not_joined_cannot_be_paused(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    ending, over = (opened(database, cast.ben.desk, clock.now()) for _ in range(2))
    standby = insert_session(database, cast.ben.desk, SessionState.STANDBY, clock.now(), 1)
    terminate_sessions(database, cast.ana.actor, [ending.id], None, clock.now())
    end_session(database, cast.ben.desk.actor, over.id, clock.now())

    why = []
    for session_id in (ending.id, over.id, standby):
        with pytest.raises(Conflict) as conflict:
            pause_session(database, cast.ben.actor, session_id, clock.now())
        why.append(conflict.value.message.split(",")[0])

    assert why == [
        "This session is being ended",
        "This session is over",
        "Nobody has joined this session yet",
    ]


def test_one_whose_lease_has_run_out_is_over_and_cannot_be_paused(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())

    with pytest.raises(Conflict):
        paused(database, cast.ben.desk, session, clock.now() + LEASE)


def test_it_outlives_its_lease_and_expires_a_day_later(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    view = paused(database, cast.ben.desk, session, clock.now())
    assert view.expires_at is not None

    states = []
    for at in (clock.now() + LEASE, view.expires_at):
        states.append(get_session(database, cast.ben.actor, session.id, at).state)
        finalise_overdue_sessions(database, at)

    stored = stored_session(database, session.id)
    assert states == [SessionState.PAUSED, SessionState.ENDED]
    assert (stored.ended_at, stored.end_reason) == (view.expires_at, EndReason.PAUSE_EXPIRED)


def test_one_that_expires_frees_no_license_that_its_pair_took_meanwhile(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    view = paused(database, cast.ben.desk, session, clock.now())
    assert view.expires_at is not None
    later = opened(database, cast.ben.desk, view.expires_at - LEASE / 2)

    refused_at = view.expires_at + LEASE
    set_licenses(database, "acme", 1, view.expires_at)
    opened(database, cast.cleo.desk, refused_at)

    assert [row[3] for row in holdings(database)] == [view.opened_at, later.lease_expires_at, None]
    assert refused(database, cast.ana.desk, refused_at).reason == "account_limit"


def test_a_renewal_answers_how_it_stands_and_needs_no_lease(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    view = paused(database, cast.ben.desk, session, clock.now())

    later = clock.advance(3600)
    one = renew_session_lease(database, cast.ben.desk.actor, session.id, later)
    of_device = renew_device_leases(database, cast.ben.desk.actor, later).sessions

    assert (one, of_device) == (view, (view,))


def test_ending_a_paused_session_is_its_users_alone_and_at_once(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    paused(database, cast.ben.desk, session, clock.now())

    with pytest.raises(NotFound):
        terminate_sessions(database, cast.ana.actor, [session.id], None, clock.now())
    (result,) = terminate_sessions(database, cast.ben.actor, [session.id], None, clock.now())

    stored = stored_session(database, session.id)
    assert (result.at_once, stored.state, stored.end_reason) == (
        True,
        SessionState.ENDED,
        EndReason.TERMINATED,
    )
