from datetime import timedelta

import pytest

from tests.services.acting import LEASE, stored_session, wish
from tests.services.supporting import AT_HOME, MARIA, codes, events, joined, started, wrong
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.domain.codes import written
from webapp.domain.errors import Invalid
from webapp.domain.states import SessionHappening, SessionState
from webapp.services.admit_session import admit_session
from webapp.services.end_session import end_session
from webapp.services.join_session import Joined, WrongCode, join_session
from webapp.services.list_licenses import list_licenses
from webapp.services.renew_leases import renew_device_leases
from webapp.services.terminate_sessions import terminate_sessions
from webapp.services.view_own_session import view_own_session


def test_whoever_joins_makes_the_session_active_under_their_name(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = started(database, cast.ben.desk, clock.now())
    joined(database, session, clock.advance(20))

    view = view_own_session(database, cast.ben.actor, session.id, clock.now())

    assert (view.state, view.remote, view.remote_address) == (SessionState.ACTIVE, MARIA, None)
    assert (view.joined_at, view.expires_at, view.code) == (clock.now(), None, None)
    assert (view.license, view.lease_expires_at) == (session.license, session.lease_expires_at)


def test_what_the_session_is_for_stays_beside_the_name(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = started(database, cast.ben.desk, clock.now(), "Printer on floor 2")
    joined(database, session, clock.now())

    view = view_own_session(database, cast.ben.actor, session.id, clock.now())

    assert (view.remote, view.remote_address) == (MARIA, "Printer on floor 2")


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}\u00a0"])
def test_a_code_may_be_typed_as_it_is_read(
    database: Database, cast: Cast, clock: FrozenClock, typed: str
) -> None:
    session = started(database, cast.ben.desk, clock.now())
    code = typed.format(written(session.code or ""))

    assert isinstance(join_session(database, code, MARIA, AT_HOME, clock.now()), Joined)


def test_a_code_lets_one_in_once(database: Database, cast: Cast, clock: FrozenClock) -> None:
    session = started(database, cast.ben.desk, clock.now())
    joined(database, session, clock.now())

    again = join_session(database, session.code or "", "Eve", AT_HOME, clock.now())

    assert again == WrongCode()
    assert stored_session(database, session.id).remote == MARIA
    assert codes(database) == []


def test_joining_takes_no_license_and_renews_no_lease(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = started(database, cast.ben.desk, clock.now())
    joined(database, session, clock.advance(60))

    assert list_licenses(database, cast.ben.actor, clock.now()).in_use == 1
    assert list_licenses(database, cast.ben.actor, clock.advance(30)).in_use == 0


def test_a_code_lets_nobody_in_from_the_moment_it_expires(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = started(database, cast.ben.desk, clock.now())
    for _ in range(30):
        renew_device_leases(database, cast.ben.desk.actor, clock.advance(59))
    renew_device_leases(database, cast.ben.desk.actor, clock.advance(29))
    assert session.expires_at == clock.now() + timedelta(seconds=1)

    answer = join_session(database, session.code or "", MARIA, AT_HOME, clock.advance(1))

    assert answer == WrongCode()
    assert codes(database) == []


def test_a_code_lets_nobody_in_when_the_lease_of_its_session_ran_out(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = started(database, cast.ben.desk, clock.now())

    answer = join_session(database, session.code or "", MARIA, AT_HOME, clock.now() + LEASE)

    assert answer == WrongCode()


@pytest.mark.parametrize("how", ["closed", "terminated"])
def test_a_code_goes_with_its_session(database: Database, cast: Cast, clock: FrozenClock, how: str) -> None:
    session = started(database, cast.ben.desk, clock.now())
    if how == "closed":
        end_session(database, cast.ben.desk.actor, session.id, clock.now())
    else:
        terminate_sessions(database, cast.ana.actor, [session.id], None, clock.now())

    assert codes(database) == []
    assert join_session(database, session.code or "", MARIA, AT_HOME, clock.now()) == WrongCode()


def test_a_code_that_was_never_issued_lets_nobody_in(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = started(database, cast.ben.desk, clock.now())

    assert join_session(database, wrong(session.code), MARIA, AT_HOME, clock.now()) == WrongCode()
    assert stored_session(database, session.id).state is SessionState.STANDBY


@pytest.mark.parametrize("code", ["", "4829", "4829 1305 76121", "4829-1305-761x"])
def test_what_is_no_code_is_said_at_the_field(
    database: Database, cast: Cast, clock: FrozenClock, code: str
) -> None:
    with pytest.raises(Invalid) as problem:
        join_session(database, code, MARIA, AT_HOME, clock.now())

    assert problem.value.field == "code"


@pytest.mark.parametrize("name", ["", "  ", "M" * 201, "Maria\nRossi", "Maria\u202eissoR"])
def test_a_name_that_cannot_be_shown_joins_nothing_and_uses_no_code_up(
    database: Database, cast: Cast, clock: FrozenClock, name: str
) -> None:
    session = started(database, cast.ben.desk, clock.now())

    with pytest.raises(Invalid) as problem:
        join_session(database, session.code or "", name, AT_HOME, clock.now())

    assert problem.value.field == "name"
    assert codes(database) == [session.code]


def test_the_timeline_tells_of_the_code_and_of_who_joined(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = started(database, cast.ben.desk, clock.now())
    joined(database, session, clock.advance(20))

    told = [(event.what, event.user_id, event.detail) for event in events(database, session.id)]

    assert told == [
        (SessionHappening.CODE_ISSUED, cast.ben.actor.user_id, None),
        (SessionHappening.JOINED, None, MARIA),
    ]


def test_of_many_who_join_at_once_one_gets_in(database: Database, cast: Cast, clock: FrozenClock) -> None:
    session = started(database, cast.ben.desk, clock.now())
    homes = [f"198.51.100.{number}" for number in range(10)]

    outcomes = [join_session(database, session.code or "", home, home, clock.now()) for home in homes]

    assert [isinstance(outcome, Joined) for outcome in outcomes] == [True] + [False] * 9


def test_a_session_without_a_code_is_none_that_can_be_joined(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    admit_session(database, cast.ben.desk.actor, wish(), clock.now())

    assert codes(database) == []
