"""The application in this process, on the test's database and time, and browsers' and devices' requests to it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.cast import Cast, Person
from tests.support.clock import FrozenClock
from webapp import create_app, current
from webapp.settings import Settings


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Settings of an installation whose instance folder is the test's own."""
    return Settings(
        instance=tmp_path / "instance", database_url=database_url, secret_key="for tests alone", sweep=False
    )


@pytest.fixture
def app(settings: Settings, clock: FrozenClock) -> Iterator[Flask]:
    """The application on the test's database and clock."""
    app = create_app(settings, clock)
    app.testing = True
    yield app
    with app.app_context():
        current.db().close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser that nobody is signed in with, or a program without a token."""
    return app.test_client()


SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def signed_in(app: Flask, cast: Cast) -> SignIn:
    """A person's browser: `signed_in(cast.ben).get("/usage")`."""

    def sign_in(person: Person) -> FlaskClient:
        browser = app.test_client()
        with browser.session_transaction() as kept:
            kept["_user_id"] = person.browser_token
            kept["_fresh"] = True
        return browser

    return sign_in
