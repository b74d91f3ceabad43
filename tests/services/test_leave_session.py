from sqlalchemy import select

from tests.services.acting import LEASE, stored_session, termination
from tests.services.supporting import events, joined, started
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.domain.states import ClosedBy, EndReason, SessionHappening, SessionState
from webapp.models import RemoteSide
from webapp.services.leave_session import leave_session
from webapp.services.list_licenses import list_licenses
from webapp.services.terminate_sessions import terminate_sessions


def test_when_the_remote_side_leaves_the_session_ends_and_its_license_is_free(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = started(database, cast.ben.desk, clock.now())
    token = joined(database, session, clock.now())

    leave_session(database, token, clock.advance(10))

    row = stored_session(database, session.id)
    assert (row.state, row.end_reason, row.ended_at) == (
        SessionState.ENDED, EndReason.REMOTE_LEFT, clock.now(),
    )  # fmt: skip
    assert list_licenses(database, cast.ben.actor, clock.now()).in_use == 0
    assert events(database, session.id)[-1].what is SessionHappening.REMOTE_LEFT
    with database.read() as tx:
        assert tx.execute(select(RemoteSide.left_at)).scalar_one() == clock.now()


def test_a_termination_that_runs_is_closed_by_it(database: Database, cast: Cast, clock: FrozenClock) -> None:
    session = started(database, cast.ben.desk, clock.now())
    token = joined(database, session, clock.now())
    terminate_sessions(database, cast.ana.actor, [session.id], None, clock.now())

    leave_session(database, token, clock.advance(10))

    closed = termination(database, session.id)
    assert (closed.closed_by, closed.closed_at) == (ClosedBy.REMOTE, clock.now())


def test_a_session_that_is_over_stays_as_it_was(database: Database, cast: Cast, clock: FrozenClock) -> None:
    session = started(database, cast.ben.desk, clock.now())
    token = joined(database, session, clock.now())

    leave_session(database, token, clock.now() + LEASE)

    assert stored_session(database, session.id).end_reason is EndReason.LEASE_LAPSED
    assert events(database, session.id)[-1].what is SessionHappening.JOINED


def test_leaving_twice_changes_nothing(database: Database, cast: Cast, clock: FrozenClock) -> None:
    session = started(database, cast.ben.desk, clock.now())
    token = joined(database, session, clock.now())
    leave_session(database, token, clock.now())
    before = stored_session(database, session.id), events(database, session.id)

    leave_session(database, token, clock.advance(10))

    assert (stored_session(database, session.id), events(database, session.id)) == before


def test_whoever_joined_nothing_leaves_nothing(database: Database, cast: Cast, clock: FrozenClock) -> None:
    session = started(database, cast.ben.desk, clock.now())
    joined(database, session, clock.now())

    leave_session(database, "no such token", clock.now())

    assert stored_session(database, session.id).state is SessionState.ACTIVE
