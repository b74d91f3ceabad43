import pytest

from tests.services.acting import (
    A_MOMENT,
    NOTICE,
    in_use,
    insert_session,
    opened,
    stored_session,
    terminations,
    with_rights,
)
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.domain.access import Right
from webapp.domain.errors import Conflict, Forbidden, NotFound
from webapp.domain.states import ClosedBy, SessionState
from webapp.services.end_session import end_session
from webapp.services.finalise_overdue_sessions import finalise_overdue_sessions
from webapp.services.steps.sessions import SessionView
from webapp.services.take_back_termination import take_back_termination
from webapp.services.terminate_sessions import terminate_sessions


@pytest.fixture
def ending(database: Database, cast: Cast, clock: FrozenClock) -> SessionView:
    """Ben's session at his desk, which ana is ending."""
    session = opened(database, cast.ben.desk, clock.now())
    terminate_sessions(database, cast.ana.actor, [session.id], None, clock.now())
    return session


def test_a_session_whose_termination_is_taken_back_goes_on(
    database: Database, cast: Cast, clock: FrozenClock, ending: SessionView
) -> None:
    take_back_termination(database, cast.cleo.actor, ending.id, clock.advance(29))

    row = stored_session(database, ending.id)
    assert (row.state, row.ends_at) == (SessionState.ACTIVE, None)
    assert in_use(database, cast.ana.actor, clock.advance(30)) == (1,)


def test_who_took_it_back_and_when_is_kept(
    database: Database, cast: Cast, clock: FrozenClock, ending: SessionView
) -> None:
    take_back_termination(database, cast.cleo.actor, ending.id, clock.advance(10))

    (kept,) = terminations(database, ending.id)
    assert (kept.taken_back_by, kept.taken_back_at) == (cast.cleo.actor.user_id, clock.now())
    assert (kept.closed_at, kept.closed_by) == (None, None)


def test_until_the_deadline_it_is_not_too_late(
    database: Database, cast: Cast, clock: FrozenClock, ending: SessionView
) -> None:
    take_back_termination(database, cast.ana.actor, ending.id, clock.now() + NOTICE - A_MOMENT)

    assert stored_session(database, ending.id).state == SessionState.ACTIVE


@pytest.mark.parametrize("swept", [False, True])
def test_from_the_deadline_on_it_is_too_late(
    database: Database, cast: Cast, clock: FrozenClock, ending: SessionView, swept: bool
) -> None:
    deadline = clock.advance(30)
    if swept:
        finalise_overdue_sessions(database, deadline)

    with pytest.raises(Conflict):
        take_back_termination(database, cast.ana.actor, ending.id, deadline)

    (kept,) = terminations(database, ending.id)
    assert (kept.taken_back_at, kept.closed_at, kept.closed_by) == (None, deadline, ClosedBy.DEADLINE)


def test_once_its_client_has_closed_it_it_is_too_late(
    database: Database, cast: Cast, clock: FrozenClock, ending: SessionView
) -> None:
    end_session(database, cast.ben.desk.actor, ending.id, clock.advance(5))

    with pytest.raises(Conflict):
        take_back_termination(database, cast.ana.actor, ending.id, clock.advance(1))


def test_taking_back_again_changes_nothing(
    database: Database, cast: Cast, clock: FrozenClock, ending: SessionView
) -> None:
    take_back_termination(database, cast.ana.actor, ending.id, clock.advance(5))
    before = terminations(database, ending.id)

    take_back_termination(database, cast.cleo.actor, ending.id, clock.advance(5))

    assert terminations(database, ending.id) == before


def test_after_a_take_back_the_next_ending_gets_the_whole_notice(
    database: Database, cast: Cast, clock: FrozenClock, ending: SessionView
) -> None:
    take_back_termination(database, cast.ana.actor, ending.id, clock.advance(20))

    (result,) = terminate_sessions(database, cast.ana.actor, [ending.id], "Now really", clock.advance(5))
    finalise_overdue_sessions(database, clock.advance(3600))

    first, second = terminations(database, ending.id)
    assert (first.closed_by, second.closed_by) == (None, ClosedBy.DEADLINE)
    assert second.closed_at == result.ends_at


def test_its_own_user_may_take_it_back(
    database: Database, cast: Cast, clock: FrozenClock, ending: SessionView
) -> None:
    ben = with_rights(cast.ben.actor, Right.VIEW_OWN, Right.CONTROL_OWN)

    take_back_termination(database, ben, ending.id, clock.advance(5))

    assert stored_session(database, ending.id).state == SessionState.ACTIVE


def test_who_may_not_end_it_may_not_take_it_back(
    database: Database, cast: Cast, clock: FrozenClock, ending: SessionView
) -> None:
    cleo = with_rights(cast.cleo.actor, Right.VIEW_OWN, Right.VIEW_DOMAIN, Right.CONTROL_OWN)

    with pytest.raises(Forbidden):
        take_back_termination(database, cleo, ending.id, clock.advance(5))

    assert stored_session(database, ending.id).state == SessionState.ENDING


def test_a_paused_session_of_somebody_else_does_not_exist(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    paused = insert_session(database, cast.ben.desk, SessionState.PAUSED, clock.now(), None)

    with pytest.raises(NotFound):
        take_back_termination(database, cast.ana.actor, paused, clock.now())
