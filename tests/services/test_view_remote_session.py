from datetime import timedelta

from tests.services.acting import LEASE, NOTICE
from tests.services.supporting import MARIA, joined, started
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.domain.states import EndReason, SessionState
from webapp.services.end_session import end_session
from webapp.services.terminate_sessions import terminate_sessions
from webapp.services.view_remote_session import RemoteSession, view_remote_session


def seen(db: Database, token: str, clock: FrozenClock) -> RemoteSession:
    """What the remote side sees now."""
    found = view_remote_session(db, token, clock.now())
    assert found is not None
    return found


def test_the_remote_side_sees_who_helps_and_since_when(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = started(database, cast.ben.desk, clock.now())
    token = joined(database, session, clock.advance(20))

    assert seen(database, token, clock) == RemoteSession(
        id=session.id, account_id=cast.ben.actor.account_id, name=MARIA, helper="Ben Okafor", account="Acme",
        state=SessionState.ACTIVE, joined_at=clock.now(), ends_at=None, seconds=None, message=None,
        ended_at=None, end_reason=None,
    )  # fmt: skip


def test_it_reads_who_ends_the_session_why_and_how_long_it_still_has(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = started(database, cast.ben.desk, clock.now())
    token = joined(database, session, clock.now())
    terminate_sessions(database, cast.ana.actor, [session.id], "Maintenance", clock.now())
    clock.advance(10)

    found = seen(database, token, clock)

    assert (found.state, found.seconds) == (SessionState.ENDING, 20)
    assert found.message == (
        "Ana Novak is ending this session: Maintenance. It closes in 30 seconds; save your work now."
    )


def test_it_reads_why_the_session_is_over(database: Database, cast: Cast, clock: FrozenClock) -> None:
    session = started(database, cast.ben.desk, clock.now())
    token = joined(database, session, clock.now())
    terminate_sessions(database, cast.ana.actor, [session.id], "Maintenance", clock.now())
    clock.advance(NOTICE.seconds)

    found = seen(database, token, clock)

    assert (found.state, found.end_reason) == (SessionState.ENDED, EndReason.TERMINATED)
    assert found.message == "Ana Novak ended this session: Maintenance."


def test_a_lease_that_ran_out_is_the_end_for_it_too(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    token = joined(database, started(database, cast.ben.desk, clock.now()), clock.now())
    clock.advance(LEASE.seconds)

    assert seen(database, token, clock).end_reason is EndReason.LEASE_LAPSED


def test_an_hour_after_the_end_its_token_is_worth_nothing(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = started(database, cast.ben.desk, clock.now())
    token = joined(database, session, clock.now())
    end_session(database, cast.ben.desk.actor, session.id, clock.now())

    assert view_remote_session(database, token, clock.advance(3599)) is not None
    assert view_remote_session(database, token, clock.now() + timedelta(seconds=1)) is None


def test_another_token_shows_nothing(database: Database, cast: Cast, clock: FrozenClock) -> None:
    joined(database, started(database, cast.ben.desk, clock.now()), clock.now())

    assert view_remote_session(database, "no such token", clock.now()) is None
