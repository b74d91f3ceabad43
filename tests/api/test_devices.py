from typing import Any

import pytest

from tests.api.conftest import ProgramOf
from tests.api.programs import Program, found, mistakes, problem
from tests.support.cast import Cast
from tests.support.databases import on_sqlite

WRONG = (
    "User name or password is wrong. Check both; the user name is like \\\\acme\\ana, or the e-mail address."
)


def sign_in(cast: Cast, **changes: Any) -> dict[str, Any]:
    """The body of ben's sign-in on a tablet."""
    who = {"username": r"\\acme\ben", "password": cast.ben.password}
    return {**who, "device_id": "ben-tablet", "device_name": "BEN-TABLET", **changes}


def test_signing_in_answers_who_is_signed_in_and_a_token(stranger: Program, cast: Cast) -> None:
    answer = stranger.post("/devices", json=sign_in(cast))

    assert answer.status_code == 201
    assert found(answer) == {
        "token": found(answer)["token"],
        "account": "acme",
        "user": "ben",
        "user_display_name": "Ben Okafor",
        "login": r"\\acme\ben",
        "device": "BEN-TABLET",
    }


def test_the_token_speaks_for_the_user_on_that_device(stranger: Program, cast: Cast) -> None:
    signed_in = found(stranger.post("/devices", json=sign_in(cast)))

    answer = stranger.get("/devices/current", headers={"Authorization": f"Bearer {signed_in['token']}"})

    assert answer.status_code == 200
    assert found(answer) == {name: value for name, value in signed_in.items() if name != "token"}


@pytest.mark.parametrize(
    "username", [r"\\acme\ben", r"acme\ben", "ben@acme.example", r"\\ACME\Ben", "  acme\\ben "]
)
def test_each_form_of_the_user_name_signs_in(stranger: Program, cast: Cast, username: str) -> None:
    answer = stranger.post("/devices", json=sign_in(cast, username=username))

    assert (answer.status_code, found(answer)["login"]) == (201, r"\\acme\ben")


@pytest.mark.parametrize(
    "changes",
    [
        {"password": "wrong"},
        {"username": r"\\acme\nobody"},
        {"username": r"\\globex\ben"},
        {"username": "ben"},
        {"username": "nobody@acme.example"},
    ],
)
def test_a_wrong_password_and_an_unknown_name_are_told_in_the_same_words(
    stranger: Program, cast: Cast, changes: dict[str, str]
) -> None:
    answer = stranger.post("/devices", json=sign_in(cast, **changes))

    assert problem(answer) == (401, "unauthorized")
    assert (found(answer)["title"], found(answer)["detail"]) == ("Not signed in", WRONG)
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="Seatkeeper"'


@on_sqlite
def test_everything_that_is_missing_is_named(stranger: Program) -> None:
    assert mistakes(stranger.post("/devices", json={})) == [
        ("username", "Give username."),
        ("password", "Give password."),
        ("device_id", "Give device_id."),
        ("device_name", "Give device_name."),
    ]


@on_sqlite
@pytest.mark.parametrize("field", ["username", "device_id", "device_name"])
@pytest.mark.parametrize("text", ["BEN\x00", "a\x00@acme.example", "two\nlines", "bell\x07"])
def test_control_characters_are_refused(stranger: Program, cast: Cast, field: str, text: str) -> None:
    answer = stranger.post("/devices", json=sign_in(cast, **{field: text}))

    assert mistakes(answer) == [(field, f"Use one line of plain characters for {field}.")]


@on_sqlite
@pytest.mark.parametrize("field", ["username", "password", "device_id", "device_name"])
def test_text_that_is_too_long_is_refused(stranger: Program, cast: Cast, field: str) -> None:
    answer = stranger.post("/devices", json=sign_in(cast, **{field: "x" * 201}))

    assert mistakes(answer) == [(field, f"Shorten {field} to at most 200 characters.")]


def test_a_password_may_hold_any_character(stranger: Program, cast: Cast) -> None:
    answer = stranger.post("/devices", json=sign_in(cast, password="\x00\n\u2603"))

    assert problem(answer) == (401, "unauthorized")


def test_signing_out_revokes_the_token(ben: Program) -> None:
    answer = ben.delete("/devices/current")

    assert (answer.status_code, answer.data) == (204, b"")
    assert problem(ben.get("/devices/current")) == (401, "unauthorized")


def test_signing_out_leaves_the_users_other_devices_signed_in(
    ben: Program, program: ProgramOf, cast: Cast
) -> None:
    ben.delete("/devices/current")

    assert program(cast.ben.laptop).get("/devices/current").status_code == 200
