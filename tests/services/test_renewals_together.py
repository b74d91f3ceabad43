"""Renewals of many devices are written together, a moment after each was answered: only where nothing depends on it."""

from collections.abc import Callable

import pytest

from tests.services.acting import LEASE, opened, stored_session
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from webapp.db import Database, Marks
from webapp.db.later import Later
from webapp.domain.states import SessionState
from webapp.services.end_session import end_session
from webapp.services.renew_leases import SPARE, renew_device_leases
from webapp.services.terminate_sessions import terminate_sessions

NEXT_RENEWAL = LEASE / 3
WriteNow = Callable[[], None]


@pytest.fixture
def write_now(database: Database, monkeypatch: pytest.MonkeyPatch) -> WriteNow:
    """The database collects, as in a server; what it collected is written when the test says so."""
    monkeypatch.setattr(Later, "_go_on", lambda _: None)
    database.collect()

    def write() -> None:
        for later in database._later.values():
            later.flush()

    return write


def test_a_renewal_is_answered_at_once_and_written_a_moment_later(
    database: Database, cast: Cast, clock: FrozenClock, write_now: WriteNow
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    now = clock.advance(30)

    report = renew_device_leases(database, cast.ben.desk.actor, now)

    assert [view.lease_expires_at for view in report.sessions] == [report.lease_expires_at] == [now + LEASE]
    assert stored_session(database, session.id).lease_expires_at == session.lease_expires_at
    write_now()
    assert stored_session(database, session.id).lease_expires_at == now + LEASE


def test_where_the_stored_lease_may_not_outlast_the_next_renewal_it_is_written_first(
    database: Database, cast: Cast, clock: FrozenClock, write_now: WriteNow
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    now = clock.advance((LEASE - NEXT_RENEWAL - SPARE).total_seconds())

    renew_device_leases(database, cast.ben.desk.actor, now)

    assert stored_session(database, session.id).lease_expires_at == now + LEASE


@pytest.mark.parametrize("back", [0.001, 60.0, 3600.0])
def test_when_the_clock_was_set_back_a_lease_is_as_long_as_any_at_once(
    database: Database, cast: Cast, clock: FrozenClock, write_now: WriteNow, back: float
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    now = clock.advance(-back)

    report = renew_device_leases(database, cast.ben.desk.actor, now)

    assert [view.lease_expires_at for view in report.sessions] == [now + LEASE]
    assert stored_session(database, session.id).lease_expires_at == now + LEASE


def test_a_renewal_that_a_crash_forgets_costs_nobody_a_license(
    database: Database, cast: Cast, clock: FrozenClock, write_now: WriteNow
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    renew_device_leases(database, cast.ben.desk.actor, clock.advance(30))
    database._later.clear()

    after_crash = clock.advance(NEXT_RENEWAL.total_seconds())
    report = renew_device_leases(database, cast.ben.desk.actor, after_crash)

    assert [view.state for view in report.sessions] == [SessionState.ACTIVE]
    assert stored_session(database, session.id).lease_expires_at == after_crash + LEASE


def test_a_renewal_that_is_written_late_revives_nothing(
    database: Database, cast: Cast, clock: FrozenClock, write_now: WriteNow
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    renew_device_leases(database, cast.ben.desk.actor, clock.advance(30))
    end_session(database, cast.ben.desk.actor, session.id, clock.now())

    write_now()

    stored = stored_session(database, session.id)
    assert (stored.state, stored.lease_expires_at) == (SessionState.ENDED, session.lease_expires_at)


def test_a_renewal_that_is_written_after_a_newer_one_takes_nothing_back(
    database: Database, cast: Cast, clock: FrozenClock, write_now: WriteNow
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    renew_device_leases(database, cast.ben.desk.actor, clock.advance(30))
    elsewhere = Database(database.url, Marks())
    now = clock.advance(1)
    renew_device_leases(elsewhere, cast.ben.desk.actor, now)
    elsewhere.close()

    write_now()

    assert stored_session(database, session.id).lease_expires_at == now + LEASE


def test_a_termination_that_its_client_has_not_been_told_of_is_written_as_told_before_it_is_answered(
    database: Database, cast: Cast, clock: FrozenClock, write_now: WriteNow
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    terminate_sessions(database, cast.ana.actor, [session.id], None, clock.advance(10))

    report = renew_device_leases(database, cast.ben.desk.actor, clock.advance(1))

    assert [view.state for view in report.sessions] == [SessionState.ENDING]
    assert stored_session(database, session.id).lease_expires_at == clock.now() + LEASE


def test_a_lease_that_ran_out_is_told_to_have_run_out(
    database: Database, cast: Cast, clock: FrozenClock, write_now: WriteNow
) -> None:
    opened(database, cast.ben.desk, clock.now())

    report = renew_device_leases(database, cast.ben.desk.actor, clock.now() + LEASE)

    assert [view.state for view in report.sessions] == [SessionState.ENDED]
