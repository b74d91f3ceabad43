"""The application in this process, on the test's database and time, and browsers' and devices' requests to it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

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


class CompiledTemplates(BytecodeCache):
    """Templates that were compiled before, for every application of this process: each test makes one."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was compiled from the same source."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = CompiledTemplates()


@pytest.fixture
def app(settings: Settings, clock: FrozenClock) -> Iterator[Flask]:
    """The application on the test's database and clock."""
    app = create_app(settings, clock)
    app.jinja_env.bytecode_cache = COMPILED
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
