from datetime import datetime

import pytest
from sqlalchemy import insert

from tests.services.acting import browser_actor, disable
from tests.support.cast import Cast, password_of
from webapp.db import Database
from webapp.domain.access import Right
from webapp.models import AccountRightSetting, BrowserSignIn, UserRightSetting
from webapp.services.sign_in_user import SignedIn, sign_in_user


def sign_in(
    database: Database, name: str, now: datetime, password: str = password_of("ben")
) -> SignedIn | None:
    answer = sign_in_user(database, name, password, "192.0.2.1", "Test browser", now)
    return answer if isinstance(answer, SignedIn) else None


@pytest.mark.parametrize(
    "name", [r"\\acme\ben", r"acme\ben", "ben@acme.example", r" \\ACME\Ben ", "BEN@ACME.example"]
)
def test_a_user_signs_in_by_any_of_the_three_forms_of_the_name(
    database: Database, cast: Cast, now: datetime, name: str
) -> None:
    signed_in = sign_in(database, name, now)

    assert signed_in is not None
    assert signed_in.actor.user_id == cast.ben.actor.user_id
    actor = browser_actor(database, signed_in.token, now)
    assert actor is not None
    assert (actor.login, actor.display_name, actor.rights) == (r"\\acme\ben", "Ben Okafor", frozenset(Right))


@pytest.mark.parametrize(
    "name", ["ben", r"globex\ben", r"acme\nobody", "nobody@acme.example", "", r"\acme\ben"]
)
def test_nobody_signs_in_by_another_name(database: Database, cast: Cast, now: datetime, name: str) -> None:
    assert sign_in(database, name, now) is None


@pytest.mark.parametrize("password", ["", "wrong", password_of("ana"), password_of("ben").upper()])
def test_nobody_signs_in_with_a_wrong_password(
    database: Database, cast: Cast, now: datetime, password: str
) -> None:
    assert sign_in(database, r"acme\ben", now, password) is None


def test_a_disabled_user_is_out_at_once_and_signs_in_no_more(
    database: Database, cast: Cast, now: datetime
) -> None:
    disable(database, cast.ben.actor, now)

    assert browser_actor(database, cast.ben.browser_token, now) is None
    assert sign_in(database, r"acme\ben", now) is None


@pytest.mark.parametrize("token", ["", "x", "\x00", "ä" * 100])
def test_an_unknown_token_is_nobody(database: Database, cast: Cast, now: datetime, token: str) -> None:
    assert browser_actor(database, token, now) is None


def test_what_is_stored_of_a_token_opens_nothing(database: Database, cast: Cast, now: datetime) -> None:
    with database.read() as tx:
        stored = [row.token_hash for row in tx.execute(BrowserSignIn.__table__.select())]

    assert [
        browser_actor(database, token, now)
        for kept in stored
        for token in (kept.hex(), kept.decode("latin-1"))
    ] == [None] * (2 * len(stored))


def test_the_rights_in_force_are_those_of_account_and_user_at_that_moment(
    database: Database, cast: Cast, now: datetime
) -> None:
    account = {"account_id": cast.ben.actor.account_id, "right": Right.VIEW_DOMAIN, "override_allowed": False}
    own = {
        "account_id": cast.ben.actor.account_id,
        "user_id": cast.ben.actor.user_id,
        "right": Right.CONTROL_OWN,
    }
    database.write(lambda tx: tx.execute(insert(AccountRightSetting).values(**account, allowed=False)))
    database.write(lambda tx: tx.execute(insert(UserRightSetting).values(**own, allowed=False)))

    rights = {
        name: actor.rights
        for name, person in (("ana", cast.ana), ("ben", cast.ben), ("cleo", cast.cleo), ("gus", cast.gus))
        if (actor := browser_actor(database, person.browser_token, now))
    }

    in_question = {Right.VIEW_OWN, Right.VIEW_DOMAIN, Right.CONTROL_OWN, Right.CONTROL_DOMAIN}
    assert {name: in_question - on for name, on in rights.items()} == {
        "ana": set(),
        "ben": {Right.VIEW_DOMAIN, Right.CONTROL_DOMAIN, Right.CONTROL_OWN},
        "cleo": {Right.VIEW_DOMAIN, Right.CONTROL_DOMAIN},
        "gus": set(),
    }
