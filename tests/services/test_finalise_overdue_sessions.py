from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from tests.services.acting import (
    LEASE,
    holdings,
    in_use,
    insert_session,
    license_rows,
    opened,
    stored_session,
    termination,
)
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.domain.states import ClosedBy, EndReason, SessionState
from webapp.services.end_session import end_session
from webapp.services.finalise_overdue_sessions import finalise_overdue_sessions
from webapp.services.list_sessions import get_session
from webapp.services.terminate_sessions import terminate_sessions

A_DAY = timedelta(days=1)


@pytest.fixture
def story(database: Database, cast: Cast, clock: FrozenClock) -> dict[str, UUID]:
    """One session that its client closed, one that lapses, one that is being ended, one of another account."""
    closed, lapsing, ending, neighbours = (
        opened(database, seat, clock.now()).id
        for seat in (cast.ana.desk, cast.ben.desk, cast.cleo.desk, cast.gus.desk)
    )
    end_session(database, cast.ana.desk.actor, closed, clock.advance(5))
    terminate_sessions(database, cast.ana.actor, [ending], None, clock.advance(5))
    clock.advance(A_DAY.total_seconds())
    return {"closed": closed, "lapsing": lapsing, "ending": ending, "neighbours": neighbours}


def by_none(_database: Database, _now: datetime) -> int:
    return 3


def by_one(database: Database, now: datetime) -> int:
    return finalise_overdue_sessions(database, now)


def by_five_at_once(database: Database, now: datetime) -> int:
    with ThreadPoolExecutor(5) as pool:
        return sum(pool.map(lambda _: finalise_overdue_sessions(database, now), range(5)))


def one_after_the_other(database: Database, now: datetime) -> int:
    return sum(finalise_overdue_sessions(database, now) for _ in range(5))


@pytest.mark.parametrize("sweep", [by_none, by_one, by_five_at_once, one_after_the_other])
def test_swept_by_none_by_one_or_by_five_at_once_the_answer_is_the_same(
    database: Database,
    cast: Cast,
    clock: FrozenClock,
    story: dict[str, UUID],
    sweep: Callable[[Database, datetime], int],
) -> None:
    start = clock.now() - A_DAY - timedelta(seconds=10)

    swept = sweep(database, clock.now())

    views = {
        name: get_session(database, cast.ana.actor, story[name], clock.now())
        for name in ("lapsing", "ending")
    }
    assert swept == 3
    assert {name: (view.state, view.ended_at, view.end_reason) for name, view in views.items()} == {
        "lapsing": (SessionState.ENDED, start + LEASE, EndReason.LEASE_LAPSED),
        "ending": (SessionState.ENDED, start + timedelta(seconds=40), EndReason.TERMINATED),
    }
    assert in_use(database, cast.ana.actor, clock.now()) == ()


@pytest.mark.parametrize("sweep", [by_one, by_five_at_once, one_after_the_other])
def test_what_is_written_down_is_the_moment_it_happened(
    database: Database,
    cast: Cast,
    clock: FrozenClock,
    story: dict[str, UUID],
    sweep: Callable[[Database, datetime], int],
) -> None:
    start = clock.now() - A_DAY - timedelta(seconds=10)

    sweep(database, clock.now())

    assert [(number, since, until) for number, _, since, until in holdings(database)] == [
        (1, start, start + timedelta(seconds=5)),
        (1, start, start + LEASE),
        (2, start, start + LEASE),
        (3, start, start + timedelta(seconds=40)),
    ]
    kept = termination(database, story["ending"])
    assert (kept.closed_at, kept.closed_by) == (start + timedelta(seconds=40), ClosedBy.DEADLINE)
    assert license_rows(database, cast.ana.actor.account_id) == {1: None, 2: None, 3: None}


def test_a_termination_outlives_a_restart_and_takes_effect_when_the_server_is_back(
    database_url: str, cast: Cast, clock: FrozenClock
) -> None:
    before = Database.open(database_url)
    session = opened(before, cast.ben.desk, clock.now())
    (result,) = terminate_sessions(before, cast.ana.actor, [session.id], "Maintenance", clock.now())
    before.close()

    after = Database.open(database_url)
    swept = finalise_overdue_sessions(after, clock.advance(3600))

    row, kept = stored_session(after, session.id), termination(after, session.id)
    assert swept == 1
    assert (row.ended_at, row.end_reason) == (result.ends_at, EndReason.TERMINATED)
    assert (kept.reason, kept.closed_at, kept.closed_by) == ("Maintenance", result.ends_at, ClosedBy.DEADLINE)
    after.close()


def test_a_sweep_before_anything_is_due_closes_nothing(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    before = stored_session(database, session.id)

    swept = finalise_overdue_sessions(database, clock.advance(89))

    assert swept == 0
    assert stored_session(database, session.id) == before


def test_a_paused_session_is_swept_when_it_has_expired(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    expired = insert_session(database, cast.ben.desk, SessionState.PAUSED, clock.now(), None)

    finalise_overdue_sessions(database, clock.advance(A_DAY.total_seconds()))

    row = stored_session(database, expired)
    assert (row.state, row.end_reason) == (SessionState.ENDED, EndReason.PAUSE_EXPIRED)
    assert row.ended_at == clock.now()


def test_a_paused_session_is_not_swept_before_it_expires(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    paused = insert_session(database, cast.ben.desk, SessionState.PAUSED, clock.now(), None)

    swept = finalise_overdue_sessions(database, clock.advance(A_DAY.total_seconds() - 1))

    assert swept == 0
    assert stored_session(database, paused).state == SessionState.PAUSED
