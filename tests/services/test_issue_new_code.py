from datetime import timedelta

import pytest

from tests.services.acting import opened
from tests.services.supporting import AT_HOME, MARIA, codes, events, joined, started
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.domain.errors import Conflict, NotFound
from webapp.domain.states import SessionHappening
from webapp.services.end_session import end_session
from webapp.services.issue_new_code import issue_new_code
from webapp.services.join_session import Joined, WrongCode, join_session


def test_a_new_code_takes_the_place_of_the_old_one(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = started(database, cast.ben.desk, clock.now())
    again = issue_new_code(database, cast.ben.actor, session.id, clock.now())

    assert codes(database) == [again.code]
    assert join_session(database, session.code or "", MARIA, AT_HOME, clock.now()) == WrongCode()
    assert isinstance(join_session(database, again.code or "", MARIA, AT_HOME, clock.now()), Joined)


def test_its_time_begins_anew(database: Database, cast: Cast, clock: FrozenClock) -> None:
    session = started(database, cast.ben.desk, clock.now())
    again = issue_new_code(database, cast.ben.actor, session.id, clock.advance(60))

    assert session.expires_at == clock.now() + timedelta(minutes=29)
    assert again.expires_at == clock.now() + timedelta(minutes=30)


def test_it_may_be_asked_for_from_another_device_of_the_same_user(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = started(database, cast.ben.desk, clock.now())

    assert issue_new_code(database, cast.ben.laptop.actor, session.id, clock.now()).code != session.code


@pytest.mark.parametrize("name", ["ana", "cleo", "gus"])
def test_to_anybody_else_there_is_no_such_session(
    database: Database, cast: Cast, clock: FrozenClock, name: str
) -> None:
    session = started(database, cast.ben.desk, clock.now())

    with pytest.raises(NotFound):
        issue_new_code(database, getattr(cast, name).actor, session.id, clock.now())

    assert codes(database) == [session.code]


def test_when_somebody_has_joined_it_needs_none(database: Database, cast: Cast, clock: FrozenClock) -> None:
    session = started(database, cast.ben.desk, clock.now())
    joined(database, session, clock.now())

    with pytest.raises(Conflict):
        issue_new_code(database, cast.ben.actor, session.id, clock.now())

    assert codes(database) == []


def test_when_it_is_over_it_gets_none(database: Database, cast: Cast, clock: FrozenClock) -> None:
    session = started(database, cast.ben.desk, clock.now())
    end_session(database, cast.ben.desk.actor, session.id, clock.now())

    with pytest.raises(Conflict):
        issue_new_code(database, cast.ben.actor, session.id, clock.now())

    assert codes(database) == []


def test_an_unattended_session_has_none(database: Database, cast: Cast, clock: FrozenClock) -> None:
    session = opened(database, cast.ben.desk, clock.now())

    with pytest.raises(Conflict):
        issue_new_code(database, cast.ben.actor, session.id, clock.now())


def test_the_timeline_tells_of_each_code(database: Database, cast: Cast, clock: FrozenClock) -> None:
    session = started(database, cast.ben.desk, clock.now())
    issue_new_code(database, cast.ben.actor, session.id, clock.advance(60))

    assert [event.what for event in events(database, session.id)] == [SessionHappening.CODE_ISSUED] * 2
