"""Fixtures of the console's tests."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, update

from tests.support.apps import SignIn
from tests.support.cast import Cast, Person, add_user, sign_in_at_console
from tests.web.staging import Deny
from webapp.db import Database
from webapp.domain.access import Right
from webapp.models import User, UserRightSetting


@pytest.fixture
def ana(signed_in: SignIn, cast: Cast) -> FlaskClient:
    """The browser of acme's owner."""
    return signed_in(cast.ana)


@pytest.fixture
def ben(signed_in: SignIn, cast: Cast) -> FlaskClient:
    """The browser of a colleague."""
    return signed_in(cast.ben)


@pytest.fixture
def gus(signed_in: SignIn, cast: Cast) -> FlaskClient:
    """The browser of somebody of another account."""
    return signed_in(cast.gus)


@pytest.fixture
def looker(app: Flask, cast: Cast, database: Database) -> FlaskClient:
    """The browser of lou, a domain admin of acme who may only look."""
    add_user(database, "lou", "Lou Brandt", is_domain_admin=True)
    this = update(User).where(User.name == "lou")
    database.write(lambda tx: tx.execute(this.values(is_read_only=True)))
    browser = app.test_client()
    with browser.session_transaction() as kept:
        kept["_user_id"] = sign_in_at_console(database, r"acme\lou").token
        kept["_fresh"] = True
    return browser


@pytest.fixture
def deny(database: Database) -> Deny:
    """Turn rights of one user off: `deny(cast.ben, Right.VIEW_DOMAIN)`."""

    def turn_off(person: Person, *rights: Right) -> None:
        who = {"account_id": person.actor.account_id, "user_id": person.actor.user_id}
        settings = [{**who, "right": right, "allowed": False} for right in rights]
        database.write(lambda tx: tx.execute(insert(UserRightSetting), settings))

    return turn_off
