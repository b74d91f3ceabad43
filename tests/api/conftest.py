"""Programs that call the API: each speaks for one person on one device."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import insert

from tests.api.programs import Program
from tests.support.cast import Cast, Person, Seat
from webapp.db import Database
from webapp.domain.access import Right
from webapp.models import UserRightSetting

ProgramOf = Callable[[Seat], Program]


@pytest.fixture
def program(app: Flask) -> ProgramOf:
    """The program on a person's device: `program(cast.ben.desk)`."""
    return lambda seat: Program(app.test_client(), seat.bearer)


@pytest.fixture
def stranger(app: Flask) -> Program:
    """A program that has no token."""
    return Program(app.test_client(), {})


@pytest.fixture
def ana(program: ProgramOf, cast: Cast) -> Program:
    """The program on the desk of acme's owner."""
    return program(cast.ana.desk)


@pytest.fixture
def ben(program: ProgramOf, cast: Cast) -> Program:
    """The program on a colleague's desk."""
    return program(cast.ben.desk)


@pytest.fixture
def cleo(program: ProgramOf, cast: Cast) -> Program:
    """The program on another colleague's desk."""
    return program(cast.cleo.desk)


@pytest.fixture
def gus(program: ProgramOf, cast: Cast) -> Program:
    """The program on the desk of somebody of another account."""
    return program(cast.gus.desk)


DenyRights = Callable[..., None]


@pytest.fixture
def deny(database: Database) -> DenyRights:
    """Turn rights of one user off: `deny(cast.ben, Right.VIEW_DOMAIN)`."""

    def turn_off(person: Person, *rights: Right) -> None:
        who = {"account_id": person.actor.account_id, "user_id": person.actor.user_id}
        rows = [{**who, "right": right, "allowed": False} for right in rights]
        database.write(lambda tx: tx.execute(insert(UserRightSetting), rows))

    return turn_off
