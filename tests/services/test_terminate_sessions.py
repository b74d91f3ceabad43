import pytest

from tests.services.acting import (
    A_MOMENT,
    NOTICE,
    in_use,
    insert_session,
    opened,
    refused,
    seats,
    stored_session,
    termination,
    terminations,
    with_rights,
)
from tests.services.supporting import started
from tests.support.cast import LICENSES, Cast
from tests.support.clock import FrozenClock
from tests.support.minutes import give_minutes
from webapp.db import Database
from webapp.domain.access import Right
from webapp.domain.errors import Forbidden, Invalid, NotFound
from webapp.domain.states import ClosedBy, EndReason, SessionState
from webapp.services.end_session import end_session
from webapp.services.finalise_overdue_sessions import finalise_overdue_sessions
from webapp.services.set_licenses import set_licenses
from webapp.services.terminate_sessions import TerminationResult, terminate_sessions

VIEW_ALL = (Right.VIEW_OWN, Right.VIEW_DOMAIN)


def test_an_ended_session_counts_down_and_keeps_its_license(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    deadline = clock.now() + NOTICE

    results = terminate_sessions(database, cast.ana.actor, [session.id], None, clock.now())

    row = stored_session(database, session.id)
    assert results == (TerminationResult(session.id, deadline, at_once=False),)
    assert (row.state, row.ends_at) == (SessionState.ENDING, deadline)
    assert in_use(database, cast.ana.actor, deadline - A_MOMENT) == (1,)


def test_from_the_very_moment_of_the_deadline_the_license_is_free(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    held = [opened(database, seat, clock.now()) for seat in seats(database, LICENSES)]
    terminate_sessions(database, cast.ana.actor, [held[1].id], None, clock.now())
    refused(database, cast.cleo.desk, clock.now() + NOTICE - A_MOMENT)

    session = opened(database, cast.cleo.desk, clock.now() + NOTICE)

    assert session.license == 2


def test_ending_a_session_twice_does_not_move_its_deadline(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    first = terminate_sessions(database, cast.ana.actor, [session.id], "Maintenance", clock.now())

    second = terminate_sessions(database, cast.cleo.actor, [session.id], "Again", clock.advance(10))

    assert second == first
    assert (termination(database, session.id).requested_by, termination(database, session.id).reason) == (
        cast.ana.actor.user_id, "Maintenance"
    )  # fmt: skip


def test_a_session_named_twice_is_ended_once(database: Database, cast: Cast, clock: FrozenClock) -> None:
    session = opened(database, cast.ben.desk, clock.now())

    results = terminate_sessions(database, cast.ana.actor, [session.id, session.id], None, clock.now())

    assert [result.session_id for result in results] == [session.id]


def test_who_asked_when_and_why_is_kept(database: Database, cast: Cast, clock: FrozenClock) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    now = clock.advance(5)

    terminate_sessions(database, cast.ana.actor, [session.id], "  Maintenance\n at  nine ", now)

    row = termination(database, session.id)
    assert (row.requested_by, row.requested_at, row.reason) == (
        cast.ana.actor.user_id,
        now,
        "Maintenance at nine",
    )
    assert (row.notice_seconds, row.takes_effect_at) == (30, now + NOTICE)
    assert (row.told_at, row.confirmed_at, row.taken_back_at, row.closed_at, row.closed_by) == (None,) * 5


def test_at_the_deadline_the_server_closes_it_all_the_same(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    deadline = clock.now() + NOTICE
    terminate_sessions(database, cast.ana.actor, [session.id], None, clock.now())

    finalise_overdue_sessions(database, clock.advance(3600))

    row, kept = stored_session(database, session.id), termination(database, session.id)
    assert (row.state, row.ended_at, row.end_reason) == (SessionState.ENDED, deadline, EndReason.TERMINATED)
    assert (kept.closed_at, kept.closed_by) == (deadline, ClosedBy.DEADLINE)


def test_its_client_may_close_it_sooner(database: Database, cast: Cast, clock: FrozenClock) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    terminate_sessions(database, cast.ana.actor, [session.id], None, clock.now())

    freed = end_session(database, cast.ben.desk.actor, session.id, clock.advance(12))

    row, kept = stored_session(database, session.id), termination(database, session.id)
    assert freed == (1,)
    assert (row.ended_at, row.end_reason, row.ends_at) == (clock.now(), EndReason.TERMINATED, None)
    assert (kept.closed_at, kept.closed_by) == (clock.now(), ClosedBy.CLIENT)


def test_a_lease_that_runs_out_first_closes_it(database: Database, cast: Cast, clock: FrozenClock) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    terminate_sessions(database, cast.ana.actor, [session.id], None, clock.advance(70))

    finalise_overdue_sessions(database, clock.advance(3600))

    row, kept = stored_session(database, session.id), termination(database, session.id)
    assert (row.ended_at, row.end_reason) == (session.lease_expires_at, EndReason.LEASE_LAPSED)
    assert (kept.closed_at, kept.closed_by) == (session.lease_expires_at, ClosedBy.LEASE)


def test_a_standby_session_has_nobody_to_warn_and_ends_at_once(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    standby = insert_session(database, cast.ben.desk, SessionState.STANDBY, clock.now(), session.license)
    end_session(database, cast.ben.desk.actor, session.id, clock.now())

    results = terminate_sessions(database, cast.ana.actor, [standby], None, clock.advance(1))

    row, kept = stored_session(database, standby), termination(database, standby)
    assert results == (TerminationResult(standby, clock.now(), at_once=True),)
    assert (row.state, row.ended_at, row.end_reason) == (
        SessionState.ENDED,
        clock.now(),
        EndReason.TERMINATED,
    )
    assert (kept.closed_at, kept.closed_by) == (clock.now(), ClosedBy.AT_ONCE)
    assert in_use(database, cast.ana.actor, clock.now()) == ()


def test_a_paused_session_ends_at_once_by_its_own_user(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    paused = insert_session(database, cast.ben.desk, SessionState.PAUSED, clock.now(), None)

    results = terminate_sessions(database, cast.ben.actor, [paused], None, clock.advance(1))

    assert results == (TerminationResult(paused, clock.now(), at_once=True),)
    assert stored_session(database, paused).end_reason == EndReason.TERMINATED


def test_a_paused_session_of_somebody_else_does_not_exist(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    paused = insert_session(database, cast.ben.desk, SessionState.PAUSED, clock.now(), None)

    with pytest.raises(NotFound):
        terminate_sessions(database, cast.ana.actor, [paused], None, clock.now())


@pytest.mark.parametrize("swept", [False, True])
def test_sessions_that_are_over_are_left_out(
    database: Database, cast: Cast, clock: FrozenClock, swept: bool
) -> None:
    over = opened(database, cast.ben.desk, clock.now())
    clock.advance(90)
    live = opened(database, cast.cleo.desk, clock.now())
    if swept:
        finalise_overdue_sessions(database, clock.now())

    results = terminate_sessions(database, cast.ana.actor, [over.id, live.id], None, clock.now())

    assert [result.session_id for result in results] == [live.id]
    assert terminations(database, over.id) == []


def test_without_the_right_to_control_nothing_ends(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    own, other = (opened(database, seat, clock.now()) for seat in (cast.ben.desk, cast.cleo.desk))
    ben = with_rights(cast.ben.actor, *VIEW_ALL, Right.CONTROL_OWN)

    with pytest.raises(Forbidden):
        terminate_sessions(database, ben, [own.id, other.id], None, clock.now())

    assert [stored_session(database, s.id).state for s in (own, other)] == [SessionState.ACTIVE] * 2


def test_what_may_not_be_seen_does_not_exist_and_nothing_ends(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    own, other = (opened(database, seat, clock.now()) for seat in (cast.ben.desk, cast.cleo.desk))
    ben = with_rights(cast.ben.actor, Right.VIEW_OWN, Right.CONTROL_OWN)

    with pytest.raises(NotFound):
        terminate_sessions(database, ben, [own.id, other.id], None, clock.now())

    assert [stored_session(database, s.id).state for s in (own, other)] == [SessionState.ACTIVE] * 2


def test_a_reason_of_200_characters_is_kept_and_a_longer_one_is_not_taken(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())

    with pytest.raises(Invalid) as invalid:
        terminate_sessions(database, cast.ana.actor, [session.id], "x" * 201, clock.now())
    terminate_sessions(database, cast.ana.actor, [session.id], "x" * 200, clock.now())

    assert invalid.value.field == "reason"
    assert termination(database, session.id).reason == "x" * 200


def test_ending_nothing_ends_nothing(database: Database, cast: Cast, clock: FrozenClock) -> None:
    opened(database, cast.ben.desk, clock.now())

    assert terminate_sessions(database, cast.ana.actor, [], None, clock.now()) == ()


@pytest.mark.parametrize("standby_first", [True, False])
def test_one_that_moves_onto_the_license_of_another_that_ends_with_it_ends_all_the_same(
    database: Database, cast: Cast, clock: FrozenClock, standby_first: bool
) -> None:
    set_licenses(database, "acme", 1, clock.now())
    waiting = started(database, cast.ana.desk, clock.now())
    give_minutes(database, 1)
    unpaid = opened(database, cast.ben.desk, clock.now())
    finalise_overdue_sessions(database, clock.advance(61))
    both = [waiting.id, unpaid.id] if standby_first else [unpaid.id, waiting.id]

    results = terminate_sessions(database, cast.ana.actor, both, None, clock.now())

    assert {result.session_id: result.at_once for result in results} == {waiting.id: True, unpaid.id: False}
    row = stored_session(database, unpaid.id)
    assert (row.state, row.holds_license, row.ends_for) == (SessionState.ENDING, 1, EndReason.TERMINATED)
    assert row.ends_at == clock.now() + NOTICE
