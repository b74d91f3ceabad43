import pytest

from tests.services.acting import A_MOMENT, LEASE, in_use, opened, refused, seats, stored_session, termination
from tests.support.cast import LICENSES, Cast
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.domain.errors import NotFound
from webapp.domain.states import EndReason, SessionState
from webapp.services.end_session import end_session
from webapp.services.finalise_overdue_sessions import finalise_overdue_sessions
from webapp.services.list_licenses import list_licenses
from webapp.services.list_sessions import get_session, list_sessions
from webapp.services.renew_leases import renew_device_leases, renew_session_lease
from webapp.services.terminate_sessions import terminate_sessions
from webapp.services.view_usage import UsageQuery, view_usage


def test_one_request_renews_all_sessions_of_the_device(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    sessions = [opened(database, cast.ben.desk, clock.now()) for _ in range(3)]
    now = clock.advance(30)

    report = renew_device_leases(database, cast.ben.desk.actor, now)

    assert (report.lease_expires_at, report.renew_every_seconds) == (now + LEASE, 30)
    assert {view.id: view.lease_expires_at for view in report.sessions} == {
        s.id: now + LEASE for s in sessions
    }


def test_a_renewal_reaches_no_other_device_of_the_user(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.laptop, clock.now())

    report = renew_device_leases(database, cast.ben.desk.actor, clock.advance(30))

    assert report.sessions == ()
    assert stored_session(database, session.id).lease_expires_at == session.lease_expires_at


def test_one_session_alone_can_be_renewed(database: Database, cast: Cast, clock: FrozenClock) -> None:
    renewed, other = [opened(database, cast.ben.desk, clock.now()) for _ in range(2)]
    now = clock.advance(30)

    view = renew_session_lease(database, cast.ben.desk.actor, renewed.id, now)

    assert view is not None
    assert (view.id, view.lease_expires_at) == (renewed.id, now + LEASE)
    assert stored_session(database, other.id).lease_expires_at == other.lease_expires_at


def test_renewed_in_time_a_license_is_held_for_good(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    opened(database, cast.ben.desk, clock.now())

    for _ in range(20):
        renew_device_leases(database, cast.ben.desk.actor, clock.advance(89))

    assert in_use(database, cast.ana.actor, clock.advance(89)) == (1,)


def test_until_its_lease_has_run_out_a_license_counts(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    for seat in seats(database, LICENSES):
        opened(database, seat, clock.now())

    answer = refused(database, cast.cleo.desk, clock.now() + LEASE - A_MOMENT)

    assert answer.licenses == LICENSES


def test_from_the_very_moment_its_lease_runs_out_a_license_does_not_count(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    for seat in seats(database, LICENSES):
        opened(database, seat, clock.now())

    session = opened(database, cast.cleo.desk, clock.now() + LEASE)

    assert session.license == 1


def test_without_any_job_every_answer_leaves_a_lapsed_session_out(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    now = clock.set(clock.now() + LEASE)

    usage = view_usage(database, cast.ana.actor, UsageQuery(), now)

    assert (usage.overview.in_use, usage.overview.segments, usage.groups) == (0, ("free",) * LICENSES, ())
    assert list_licenses(database, cast.ana.actor, now).in_use == 0
    assert list_sessions(database, cast.ana.actor, None, 50, now).items == ()
    view = get_session(database, cast.ana.actor, session.id, now)
    assert (view.state, view.ended_at, view.end_reason) == (SessionState.ENDED, now, EndReason.LEASE_LAPSED)
    assert stored_session(database, session.id).state == SessionState.ACTIVE


@pytest.mark.parametrize("swept", [False, True])
def test_a_renewal_that_comes_late_never_revives(
    database: Database, cast: Cast, clock: FrozenClock, swept: bool
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    clock.set(clock.now() + LEASE)
    if swept:
        finalise_overdue_sessions(database, clock.now())

    one = renew_session_lease(database, cast.ben.desk.actor, session.id, clock.now())
    report = renew_device_leases(database, cast.ben.desk.actor, clock.now())

    assert one is None
    assert [(s.id, s.state, s.end_reason) for s in report.sessions] == [
        (session.id, SessionState.ENDED, EndReason.LEASE_LAPSED)
    ]
    assert in_use(database, cast.ana.actor, clock.now()) == ()


def test_a_lapsed_pair_is_admitted_anew_on_the_lowest_free_license(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    opened(database, cast.ana.desk, clock.now())
    lapsed = opened(database, cast.ben.desk, clock.now())
    clock.set(clock.now() + LEASE)

    session = opened(database, cast.ben.desk, clock.now())

    assert (lapsed.license, session.license) == (2, 1)


def test_a_lapsed_pair_whose_license_went_to_somebody_else_is_refused(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    opened(database, cast.ben.desk, clock.now())
    clock.set(clock.now() + LEASE)
    for seat in seats(database, LICENSES):
        opened(database, seat, clock.now())

    answer = refused(database, cast.ben.desk, clock.now())

    assert answer.licenses == LICENSES


def test_a_live_session_keeps_the_license_of_its_pair_when_another_lapses(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    kept, lapsed = [opened(database, cast.ben.desk, clock.now()) for _ in range(2)]
    renew_session_lease(database, cast.ben.desk.actor, kept.id, clock.advance(60))
    clock.advance(30)

    swept = finalise_overdue_sessions(database, clock.now())

    assert swept == 1
    assert get_session(database, cast.ben.actor, lapsed.id, clock.now()).state == SessionState.ENDED
    assert in_use(database, cast.ana.actor, clock.now()) == (1,)


def test_a_renewal_tells_of_sessions_that_ended_within_the_hour(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    end_session(database, cast.ben.desk.actor, session.id, clock.now())

    within = renew_device_leases(database, cast.ben.desk.actor, clock.advance(3599)).sessions
    after = renew_device_leases(database, cast.ben.desk.actor, clock.advance(1)).sessions

    assert [(view.id, view.state) for view in within] == [(session.id, SessionState.ENDED)]
    assert after == ()


def test_a_client_without_a_stream_learns_from_a_renewal_that_its_session_is_being_ended(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    (ending,) = terminate_sessions(database, cast.ana.actor, [session.id], "Maintenance", clock.now())

    (view,) = renew_device_leases(database, cast.ben.desk.actor, clock.advance(10)).sessions

    assert (view.state, view.ends_at, view.seconds) == (SessionState.ENDING, ending.ends_at, 20)
    assert (
        view.message
        == "Ana Novak is ending this session: Maintenance. It closes in 30 seconds; save your work now."
    )
    assert termination(database, session.id).told_at == clock.now()


def test_renewing_moves_no_deadline(database: Database, cast: Cast, clock: FrozenClock) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    terminate_sessions(database, cast.ana.actor, [session.id], None, clock.now())

    renew_device_leases(database, cast.ben.desk.actor, clock.advance(29))

    assert in_use(database, cast.ana.actor, clock.advance(1)) == ()


def test_nobody_renews_a_session_of_another_device(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())

    for seat in (cast.ben.laptop, cast.ana.desk, cast.gus.desk):
        with pytest.raises(NotFound):
            renew_session_lease(database, seat.actor, session.id, clock.now())
