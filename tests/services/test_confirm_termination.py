import pytest

from tests.services.acting import opened, termination, terminations
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.domain.errors import Conflict, NotFound
from webapp.services.confirm_termination import confirm_termination, record_told
from webapp.services.steps.sessions import SessionView
from webapp.services.take_back_termination import take_back_termination
from webapp.services.terminate_sessions import terminate_sessions


@pytest.fixture
def ending(database: Database, cast: Cast, clock: FrozenClock) -> SessionView:
    """Ben's session at his desk, which ana is ending."""
    session = opened(database, cast.ben.desk, clock.now())
    terminate_sessions(database, cast.ana.actor, [session.id], None, clock.now())
    return session


def test_when_its_client_was_told_and_confirmed_is_kept(
    database: Database, cast: Cast, clock: FrozenClock, ending: SessionView
) -> None:
    told_at = clock.advance(1)
    record_told(database, cast.ben.actor.account_id, [ending.id], told_at)

    confirm_termination(database, cast.ben.desk.actor, ending.id, clock.advance(2))

    kept = termination(database, ending.id)
    assert (kept.told_at, kept.confirmed_at) == (told_at, clock.now())


def test_who_confirms_has_been_told(
    database: Database, cast: Cast, clock: FrozenClock, ending: SessionView
) -> None:
    confirm_termination(database, cast.ben.desk.actor, ending.id, clock.advance(2))

    kept = termination(database, ending.id)
    assert (kept.told_at, kept.confirmed_at) == (clock.now(), clock.now())


def test_the_first_telling_and_the_first_confirmation_count(
    database: Database, cast: Cast, clock: FrozenClock, ending: SessionView
) -> None:
    confirm_termination(database, cast.ben.desk.actor, ending.id, clock.advance(2))
    before = termination(database, ending.id)

    record_told(database, cast.ben.actor.account_id, [ending.id], clock.advance(1))
    confirm_termination(database, cast.ben.desk.actor, ending.id, clock.advance(1))

    assert termination(database, ending.id) == before


def test_a_confirmation_belongs_to_the_termination_that_runs(
    database: Database, cast: Cast, clock: FrozenClock, ending: SessionView
) -> None:
    take_back_termination(database, cast.ana.actor, ending.id, clock.advance(1))
    terminate_sessions(database, cast.ana.actor, [ending.id], None, clock.advance(1))

    confirm_termination(database, cast.ben.desk.actor, ending.id, clock.advance(1))

    assert [kept.confirmed_at for kept in terminations(database, ending.id)] == [None, clock.now()]


def test_where_nobody_is_ending_a_session_there_is_nothing_to_confirm(
    database: Database, cast: Cast, clock: FrozenClock, ending: SessionView
) -> None:
    take_back_termination(database, cast.ana.actor, ending.id, clock.advance(1))

    with pytest.raises(Conflict):
        confirm_termination(database, cast.ben.desk.actor, ending.id, clock.advance(1))


def test_only_the_device_that_runs_the_session_confirms(
    database: Database, cast: Cast, clock: FrozenClock, ending: SessionView
) -> None:
    for seat in (cast.ben.laptop, cast.ana.desk, cast.gus.desk):
        with pytest.raises(NotFound):
            confirm_termination(database, seat.actor, ending.id, clock.now())

    assert termination(database, ending.id).confirmed_at is None


def test_nobody_of_another_account_records_a_telling(
    database: Database, cast: Cast, clock: FrozenClock, ending: SessionView
) -> None:
    record_told(database, cast.gus.actor.account_id, [ending.id], clock.now())

    assert termination(database, ending.id).told_at is None
