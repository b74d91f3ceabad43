import re

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.services.second_steps import with_second_step
from tests.support.apps import SignIn
from tests.support.cast import Cast, sign_in_at_console
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.web.html import Element, read
from tests.web.visits import page, send
from webapp.db import Database

pytestmark = on_sqlite


def labels(where: Element) -> list[str]:
    """The headings of the lines."""
    return [label.text for label in where.all(class_="account-label")]


def card(browser: FlaskClient, name: str) -> Element:
    """A part of Your account."""
    return page(browser, "/account/security").one("section", aria_labelledby=name)


def test_your_account_shows_where_one_is_signed_in(
    ben: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    sign_in_at_console(database, cast.ben.login, clock.now())

    assert labels(card(ben, "browsers")) == ["Another browser This browser", "Another browser"]
    assert labels(card(ben, "devices")) == ["BEN-DESK", "BEN-LAPTOP"]
    assert labels(card(ben, "signing-in")) == ["Password", "Two-step verification Off"]


def test_a_device_is_signed_out(ben: FlaskClient, cast: Cast) -> None:
    button = card(ben, "devices").one("button", aria_label="Sign out BEN-DESK").attributes

    answer = send(ben, "/account/security/sign-outs", {button["name"]: button["value"]})

    assert answer.location == "/account/security"
    assert page(ben, "/account/security").one(class_="message").text == "BEN-DESK is signed out."
    assert labels(card(ben, "devices")) == ["BEN-LAPTOP"]


def test_another_browser_is_signed_out(
    ben: FlaskClient, signed_in: SignIn, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    sign_in_at_console(database, cast.ben.login, clock.now())
    button = card(ben, "browsers").one("button", name="browser").attributes

    send(ben, "/account/security/sign-outs", {"browser": button["value"]})

    assert labels(card(ben, "browsers")) == ["Another browser This browser"]


def test_everywhere_else_is_signed_out(ben: FlaskClient) -> None:
    send(ben, "/account/security/sign-outs", {"others": "yes"})

    assert labels(card(ben, "devices")) == []
    assert page(ben, "/account/security").all("button", name="others") == []


@pytest.mark.parametrize(
    "form", [{}, {"browser": "00"}, {"browser": "nonsense"}, {"device": "x"}, {"device": "1"}]
)
def test_what_is_not_one_s_own_is_not_there(ben: FlaskClient, form: dict[str, str]) -> None:
    assert send(ben, "/account/security/sign-outs", form).status_code == 404


def set_up(browser: FlaskClient) -> str:
    """Begin setting the second step up; returns the secret that is shown."""
    send(browser, "/account/two-step")
    return page(browser, "/account/two-step").one(id="secret").text.replace(" ", "")


def test_the_second_step_is_set_up_with_a_qr_code_without_styles_and_scripts(
    ben: FlaskClient, clock: FrozenClock
) -> None:
    secret = set_up(ben)
    text = ben.get("/account/two-step").text

    svg = re.search(r"<svg [^>]*class=\"qr\".*?</svg>", text)
    assert svg is not None
    assert "style" not in svg[0]
    assert "script" not in svg[0]
    answer = send(ben, "/account/two-step/confirmation", {"code": pyotp.TOTP(secret).at(clock.now())})
    shown = read(answer.text)
    assert (answer.status_code, len(shown.one("ol").all("code"))) == (200, 10)
    assert labels(card(ben, "signing-in"))[1] == "Two-step verification On"
    assert "With 10 recovery codes left." in card(ben, "signing-in").text


def test_a_wrong_first_code_turns_nothing_on(ben: FlaskClient) -> None:
    secret = set_up(ben)

    answer = send(ben, "/account/two-step/confirmation", {"code": "000000"})

    assert answer.status_code == 422
    assert read(answer.text).one(id="secret").text.replace(" ", "") == secret
    assert labels(card(ben, "signing-in"))[1] == "Two-step verification Off"


def test_turning_it_off_and_new_codes_take_the_password(
    app: Flask, ben: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    with_second_step(database, cast.ben.actor, clock.now(), str(app.secret_key))

    for what in ("removal", "recovery-codes"):
        wrong = send(ben, f"/account/two-step/{what}", {"password": "wrong"})
        assert wrong.status_code == 422
        assert read(wrong.text).one(class_="invalid-feedback").text == "This is not your present password."
    renewed = send(ben, "/account/two-step/recovery-codes", {"password": cast.ben.password})
    assert len(read(renewed.text).one("ol").all("code")) == 10
    assert send(ben, "/account/two-step/removal", {"password": cast.ben.password}).status_code == 303
    assert labels(card(ben, "signing-in"))[1] == "Two-step verification Off"


@pytest.mark.parametrize("what", ["removal", "recovery-codes"])
def test_who_changes_two_step_that_is_off_by_now_is_told_that_it_is_off(ben: FlaskClient, what: str) -> None:
    response = send(ben, f"/account/two-step/{what}", {"password": "wrong"})

    assert (response.status_code, response.location) == (303, "/account/two-step")
    assert page(ben, "/account/two-step").one(class_="message").text == "Two-step verification is off."
