from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.leases import lease_expiry, renew_every_seconds
from webapp.domain.states import HOLDING_STATES, EndReason, SessionState
from webapp.domain.truth import End, Standing, StoredSession, end_by_itself, standing

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
A_MOMENT = timedelta(microseconds=1)
moments = st.integers(-120, 120).map(lambda seconds: NOW + timedelta(seconds=seconds))


def stored(
    state: SessionState = SessionState.ACTIVE,
    lease: datetime = NOW,
    ends_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> StoredSession:
    ends_for = EndReason.TERMINATED if ends_at else None
    return StoredSession(state, lease, ends_at, None, None, ends_for, expires_at)


@pytest.mark.parametrize("state", HOLDING_STATES)
def test_a_session_stands_as_stored_until_the_moment_its_lease_runs_out(state: SessionState) -> None:
    assert standing(stored(state, NOW + A_MOMENT), NOW) == Standing(state)


@pytest.mark.parametrize("state", HOLDING_STATES)
def test_from_the_very_moment_its_lease_runs_out_a_session_is_over(state: SessionState) -> None:
    assert standing(stored(state), NOW) == Standing(SessionState.ENDED, NOW, EndReason.LEASE_LAPSED)


def test_from_the_very_moment_of_its_deadline_a_session_is_over() -> None:
    session = stored(SessionState.ENDING, NOW + timedelta(seconds=60), NOW)

    assert standing(session, NOW) == Standing(SessionState.ENDED, NOW, EndReason.TERMINATED)


def test_a_session_found_late_was_over_at_its_moment_not_when_it_was_found() -> None:
    session = stored(SessionState.ENDING, NOW + timedelta(seconds=60), NOW)

    assert standing(session, NOW + timedelta(days=3)) == Standing(
        SessionState.ENDED, NOW, EndReason.TERMINATED
    )


def test_a_lease_that_runs_out_before_the_deadline_ends_the_session_first() -> None:
    session = stored(SessionState.ENDING, NOW, NOW + timedelta(seconds=10))

    assert standing(session, NOW) == Standing(SessionState.ENDED, NOW, EndReason.LEASE_LAPSED)


def test_a_paused_session_holds_no_lease_that_could_run_out() -> None:
    session = stored(SessionState.PAUSED, NOW - timedelta(days=1), expires_at=NOW + A_MOMENT)

    assert standing(session, NOW) == Standing(SessionState.PAUSED)


def test_what_ended_a_session_that_is_over_stays_as_recorded() -> None:
    ended_at = NOW - timedelta(seconds=5)
    session = StoredSession(SessionState.ENDED, NOW, None, ended_at, EndReason.CLOSED_BY_CLIENT)

    assert standing(session, NOW) == Standing(SessionState.ENDED, ended_at, EndReason.CLOSED_BY_CLIENT)


@given(lease=moments, ends_at=st.none() | moments, earlier=moments, later=moments)
def test_what_is_over_stays_over_with_the_same_moment_and_reason(
    lease: datetime, ends_at: datetime | None, earlier: datetime, later: datetime
) -> None:
    session = stored(SessionState.ENDING if ends_at else SessionState.ACTIVE, lease, ends_at)
    first, second = sorted((earlier, later))

    before, after = standing(session, first), standing(session, second)

    assert before.state is not SessionState.ENDED or before == after


def test_a_paused_session_is_over_from_the_moment_it_expires() -> None:
    session = stored(SessionState.PAUSED, NOW - timedelta(days=1), expires_at=NOW)

    assert standing(session, NOW) == Standing(SessionState.ENDED, NOW, EndReason.PAUSE_EXPIRED)


def test_a_standby_session_is_over_from_the_moment_its_code_expires() -> None:
    session = stored(SessionState.STANDBY, NOW + timedelta(seconds=60), expires_at=NOW)

    assert standing(session, NOW) == Standing(SessionState.ENDED, NOW, EndReason.CODE_EXPIRED)


def test_a_standby_session_whose_client_is_gone_is_over_before_its_code_expires() -> None:
    session = stored(SessionState.STANDBY, NOW, expires_at=NOW + timedelta(minutes=30))

    assert standing(session, NOW) == Standing(SessionState.ENDED, NOW, EndReason.LEASE_LAPSED)


def test_deadline_and_lease_at_the_same_moment_count_as_terminated() -> None:
    assert end_by_itself(stored(SessionState.ENDING, NOW, NOW)) == End(NOW, EndReason.TERMINATED)


def test_without_a_termination_only_the_lease_can_have_ended_it() -> None:
    assert end_by_itself(stored(lease=NOW)) == End(NOW, EndReason.LEASE_LAPSED)


def test_a_lease_runs_for_the_seconds_of_the_account() -> None:
    assert lease_expiry(NOW, 90) == NOW + timedelta(seconds=90)


@pytest.mark.parametrize(("lease", "every"), [(90, 30), (91, 30), (3, 1), (2, 1), (1, 1)])
def test_a_client_renews_every_third_of_the_lease_and_at_most_once_a_second(lease: int, every: int) -> None:
    assert renew_every_seconds(lease) == every
