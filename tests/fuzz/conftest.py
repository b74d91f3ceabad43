"""The application that is fuzzed: real, on a database of its own that all examples of a module share."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask import Flask

from tests.support.cast import Cast
from tests.support.clock import START, FrozenClock
from tests.support.databases import Databases
from webapp import create_app, current
from webapp.db import Database
from webapp.services.set_licenses import set_licenses
from webapp.settings import Settings

MANY = 1000


@dataclass(frozen=True)
class Target:
    """What is fuzzed, and who lives in it."""

    app: Flask
    db: Database
    cast: Cast


@pytest.fixture(scope="module")
def target(
    databases_of: Callable[[str], Databases], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Target]:
    """The application, with licenses for everybody."""
    databases = databases_of("sqlite")
    name, url = databases.copy("cast")
    folder = tmp_path_factory.mktemp("fuzz")
    app = create_app(
        Settings(instance=folder, database_url=url, secret_key="for tests alone", sweep=False), FrozenClock()
    )
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.app_context():
        db = current.db()
    set_licenses(db, "acme", MANY, START)
    yield Target(app, db, databases.cast())
    db.close()
    databases.drop(name)
