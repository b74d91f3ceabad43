import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.services.second_steps import App, require, with_second_step
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.web.html import read
from tests.web.visits import page, send
from webapp.db import Database
from webapp.domain.sign_in import TwoStep

pytestmark = on_sqlite
TOO_EARLY = "Too many attempts have failed. Try again in 1 second."


@pytest.fixture
def phone(app: Flask, database: Database, cast: Cast, clock: FrozenClock) -> App:
    """The authenticator app on ben's phone."""
    phone = with_second_step(database, cast.ben.actor, clock.now(), str(app.secret_key))
    clock.advance(60)
    return phone


def give_password(client: FlaskClient, cast: Cast, **fields: str) -> str | None:
    """Type ben's password; returns where that leads."""
    return send(
        client, "/sign-in", {"username": cast.ben.login, "password": cast.ben.password, **fields}
    ).location


def give_code(client: FlaskClient, code: str) -> tuple[int, str | None, list[str]]:
    """Type a code; returns status, where that leads, and what is said at the field."""
    answer = send(client, "/sign-in/code", {"code": code})
    told = [] if answer.location else read(answer.text).all(class_="invalid-feedback")
    problems = [problem.text for problem in told]
    return answer.status_code, answer.location, problems


def test_after_the_password_a_code_is_asked_for_and_then_the_wanted_page_comes(
    client: FlaskClient, cast: Cast, phone: App, clock: FrozenClock
) -> None:
    assert give_password(client, cast, next="/usage?q=ben") == "/sign-in/code"
    assert page(client, "/sign-in/code").one("h1").text == "Two-step verification"
    assert client.get("/usage").status_code == 303

    assert give_code(client, phone.code(clock.now())) == (303, "/usage?q=ben", [])
    assert client.get("/usage").status_code == 200


def test_a_wrong_code_is_told_at_its_field_and_too_many_have_to_wait(
    client: FlaskClient, cast: Cast, phone: App
) -> None:
    give_password(client, cast)
    wrong = "This code is wrong, or was used already. Wait for the next one that the app shows."

    assert [give_code(client, "000000") for _ in range(5)] == [(422, None, [wrong])] * 5
    assert give_code(client, "000000") == (429, None, [TOO_EARLY])


def test_a_recovery_code_signs_in_once(app: Flask, client: FlaskClient, cast: Cast, phone: App) -> None:
    give_password(client, cast)
    assert give_code(client, phone.recovery_codes[0])[:2] == (303, "/usage")

    again = app.test_client()
    give_password(again, cast)
    assert give_code(again, phone.recovery_codes[0])[0] == 422


def test_without_the_password_there_is_no_page_for_the_code(client: FlaskClient, cast: Cast) -> None:
    assert client.get("/sign-in/code").location == "/sign-in"
    assert send(client, "/sign-in/code", {"code": "123456"}).location == "/sign-in"


def test_ten_minutes_after_the_password_it_has_to_be_typed_again(
    client: FlaskClient, cast: Cast, phone: App, clock: FrozenClock
) -> None:
    give_password(client, cast)
    now = clock.advance(601)

    assert give_code(client, phone.code(now))[:2] == (303, "/sign-in")


def test_too_many_wrong_passwords_are_answered_at_once_with_how_long_to_wait(
    client: FlaskClient, cast: Cast
) -> None:
    form = {"username": cast.ben.login, "password": "wrong"}
    for _ in range(5):
        assert send(client, "/sign-in", form).status_code == 422

    held_up = send(client, "/sign-in", {**form, "password": cast.ben.password})

    assert (held_up.status_code, held_up.headers["Retry-After"]) == (429, "1")
    assert [alert.text for alert in read(held_up.text).all(role="alert")] == [TOO_EARLY]


def test_whoever_has_to_set_it_up_is_led_there_by_every_page(
    client: FlaskClient, database: Database, cast: Cast
) -> None:
    require(database, cast.ana.actor, TwoStep.EVERYBODY)
    assert give_password(client, cast) == "/usage"

    led_to = {
        address: client.get(address).location for address in ("/usage", "/account/security", "/password")
    }
    assert led_to == dict.fromkeys(led_to, "/account/two-step")
    part = client.get("/usage", headers={"HX-Request": "true"})
    assert (part.status_code, part.headers["HX-Redirect"], part.text) == (401, "/account/two-step", "")
    assert client.get("/usage/events").status_code == 303
    assert page(client, "/account/two-step").one(role="note").text == (
        "Your account requires two-step verification. Set it up, and then go on."
    )
    assert client.get("/help").status_code == 200


def test_the_cookie_ends_with_the_sign_in(client: FlaskClient, cast: Cast) -> None:
    answer = send(client, "/sign-in", {"username": cast.ana.login, "password": cast.ana.password})

    assert "Expires=Mon, 16 Mar 2026 09:00:00 GMT" in answer.headers["Set-Cookie"]
    assert "Set-Cookie" not in client.get("/usage").headers
