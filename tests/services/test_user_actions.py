from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import pytest

from tests.services.acting import NOTICE, insert_session, opened, stored_session
from tests.services.administering import looking_only, signed_in, stored_user, trail_of_users
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.errors import Forbidden, NotFound
from webapp.domain.states import SessionState
from webapp.services.disable_users import disable_users
from webapp.services.enable_users import enable_users
from webapp.services.end_sessions_of_users import end_sessions_of_users
from webapp.services.require_new_password import require_new_password
from webapp.services.sign_out_users import sign_out_users
from webapp.services.steps.user_actions import ActionDone, LeftOut

Service = Callable[[Database, Actor, Sequence[str], datetime], ActionDone]
ALL: list[Service] = [
    disable_users,
    enable_users,
    end_sessions_of_users,
    require_new_password,
    sign_out_users,
]


def test_a_disabled_user_is_signed_out_and_their_sessions_end_with_the_usual_notice(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())

    done = disable_users(database, cast.ana.actor, ["ben"], clock.advance(1))

    ending = stored_session(database, session.id)
    assert (ending.state, ending.ends_at) == (SessionState.ENDING, clock.now() + NOTICE)
    assert (done.users, [result.session_id for result in done.sessions]) == (("ben",), [session.id])
    assert stored_user(database, "ben", cast.ana).disabled_at == clock.now()
    assert (signed_in(database, cast.ben), signed_in(database, cast.cleo)) == ((0, 0), (1, 2))
    assert ("disable user", "user ben", {"state": "active"}, {"state": "disabled"}) in trail_of_users(
        database, cast.ana.actor
    )


def test_whom_it_cannot_be_done_to_is_left_out_and_named(
    database: Database, cast: Cast, now: datetime
) -> None:
    disable_users(database, cast.ana.actor, ["cleo"], now)

    done = disable_users(database, cast.ana.actor, ["ana", "ben", "cleo"], now)

    assert done.users == ("ben",)
    assert done.left_out == (
        LeftOut("ana", "is the account owner, who is never disabled"),
        LeftOut("cleo", "is disabled already"),
    )
    assert stored_user(database, "ana", cast.ana).disabled_at is None


def test_an_enabled_user_can_sign_in_again_and_stays_signed_out_until_then(
    database: Database, cast: Cast, now: datetime
) -> None:
    disable_users(database, cast.ana.actor, ["ben"], now)

    done = enable_users(database, cast.ana.actor, ["ben", "cleo"], now)

    assert (done.users, done.left_out) == (("ben",), (LeftOut("cleo", "is not disabled"),))
    assert stored_user(database, "ben", cast.ana).disabled_at is None
    assert signed_in(database, cast.ben) == (0, 0)


def test_all_sessions_of_the_named_users_end_and_no_others(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    of_ben = [opened(database, seat, clock.now()) for seat in (cast.ben.desk, cast.ben.desk, cast.ben.laptop)]
    of_cleo = opened(database, cast.cleo.desk, clock.now())
    paused = insert_session(database, cast.ben.desk, SessionState.PAUSED, clock.now(), None)

    done = end_sessions_of_users(database, cast.ana.actor, ["ben"], clock.now())

    assert {result.session_id for result in done.sessions} == {session.id for session in of_ben}
    assert stored_session(database, of_cleo.id).state is SessionState.ACTIVE
    assert stored_session(database, paused).state is SessionState.PAUSED
    assert signed_in(database, cast.ben) == (1, 2)


def test_signing_out_ends_what_the_devices_have_open_in_good_order(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())

    done = sign_out_users(database, cast.ana.actor, ["ben"], clock.now())

    assert [(result.session_id, result.at_once) for result in done.sessions] == [(session.id, False)]
    assert signed_in(database, cast.ben) == (0, 0)
    assert stored_user(database, "ben", cast.ana).disabled_at is None


def test_a_new_password_is_asked_for_at_the_next_sign_in(
    database: Database, cast: Cast, now: datetime
) -> None:
    require_new_password(database, cast.ana.actor, ["ben"], now)

    assert stored_user(database, "ben", cast.ana).must_change_password
    assert trail_of_users(database, cast.ana.actor) == [
        ("require new password", "user ben", {"must_change_password": False}, {"must_change_password": True})
    ]


@pytest.mark.parametrize("service", ALL)
def test_users_of_another_account_do_not_exist_and_nothing_is_done(
    database: Database, cast: Cast, now: datetime, service: Service
) -> None:
    before = _rows(database, cast)

    with pytest.raises(NotFound):
        service(database, cast.ana.actor, ["ben", "gus"], now)

    assert _rows(database, cast) == before


@pytest.mark.parametrize("service", ALL)
def test_whoever_only_looks_does_nothing(
    database: Database, cast: Cast, now: datetime, service: Service
) -> None:
    before = _rows(database, cast)

    with pytest.raises(Forbidden):
        service(database, looking_only(cast.ana.actor), ["ben"], now)

    assert _rows(database, cast) == before


def _rows(db: Database, cast: Cast) -> list[tuple[Any, ...]]:
    return [tuple(stored_user(db, name, cast.ana)) for name in ("ana", "ben", "cleo")]
