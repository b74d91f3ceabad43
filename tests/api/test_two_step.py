from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from tests.api.programs import Program, found, problem
from tests.services.second_steps import App, require, with_second_step
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.domain.sign_in import TwoStep
from webapp.models import User


@pytest.fixture
def phone(app: Flask, database: Database, cast: Cast, clock: FrozenClock) -> App:
    """The authenticator app on ben's phone."""
    phone = with_second_step(database, cast.ben.actor, clock.now(), str(app.secret_key))
    clock.advance(60)
    return phone


def body(cast: Cast, **more: Any) -> dict[str, Any]:
    """Ben signs in on his tablet."""
    who = {"username": r"\\acme\ben", "password": cast.ben.password}
    return {**who, "device_id": "ben-tablet", "device_name": "BEN-TABLET", **more}


def test_a_code_is_asked_for_and_signs_in_once(
    stranger: Program, cast: Cast, phone: App, clock: FrozenClock
) -> None:
    code = phone.code(clock.now())

    asked = stranger.post("/devices", json=body(cast))
    assert (problem(asked), found(asked)["title"]) == ((401, "two-step-required"), "A code is needed")
    assert stranger.post("/devices", json=body(cast, code=code)).status_code == 201
    again = stranger.post("/devices", json=body(cast, code=code))
    assert (problem(again), found(again)["title"]) == ((401, "two-step-required"), "The code is wrong")
    assert stranger.post("/devices", json=body(cast, code=phone.recovery_codes[0])).status_code == 201


def test_with_a_wrong_password_nothing_is_said_of_a_code(stranger: Program, cast: Cast, phone: App) -> None:
    answer = stranger.post("/devices", json=body(cast, password="wrong"))

    assert problem(answer) == (401, "unauthorized")


def test_a_code_that_nobody_asked_for_does_no_harm(stranger: Program, cast: Cast) -> None:
    assert stranger.post("/devices", json=body(cast, code="123456")).status_code == 201


def test_who_has_to_set_it_up_is_told_where(stranger: Program, database: Database, cast: Cast) -> None:
    require(database, cast.ana.actor, TwoStep.EVERYBODY)

    answer = stranger.post("/devices", json=body(cast))

    assert problem(answer) == (401, "two-step-not-set-up")
    assert found(answer)["detail"].endswith("Sign in to the console in a browser and set it up there first.")


def test_who_must_change_the_password_is_told_where(
    stranger: Program, database: Database, cast: Cast
) -> None:
    this = update(User).where(User.name == "ben").values(must_change_password=True)
    database.write(lambda tx: tx.execute(this))

    assert problem(stranger.post("/devices", json=body(cast))) == (401, "password-change-required")


def test_too_many_failures_are_told_how_long_to_wait(stranger: Program, cast: Cast) -> None:
    for _ in range(5):
        stranger.post("/devices", json=body(cast, password="wrong"))

    answer = stranger.post("/devices", json=body(cast))

    assert problem(answer) == (429, "too-many-attempts")
    assert (answer.headers["Retry-After"], found(answer)["retry_after_seconds"]) == ("1", 1)
    assert found(answer)["detail"] == "Too many attempts have failed. Try again in 1 second."
