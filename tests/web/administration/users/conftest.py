"""Fixtures of the tests of Administration > Users."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from tests.support.cast import Cast, add_user, sign_in_at_console
from webapp.db import Database
from webapp.models import User


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
