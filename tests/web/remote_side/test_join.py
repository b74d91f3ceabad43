import pytest
from flask.testing import FlaskClient

from tests.services.acting import stored_session
from tests.services.supporting import MARIA, codes, started, wrong
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.web.html import read
from tests.web.visits import page, send
from webapp.db import Database
from webapp.domain.states import SessionState
from webapp.services.steps.sessions import SessionView

pytestmark = on_sqlite


@pytest.fixture
def session(database: Database, cast: Cast, clock: FrozenClock) -> SessionView:
    """A session that ben has started."""
    return started(database, cast.ben.desk, clock.now())


def test_nobody_has_to_sign_in_to_join(client: FlaskClient, session: SessionView) -> None:
    answer = send(client, "/join", {"code": session.code, "name": MARIA})

    assert (answer.status_code, answer.location) == (303, "/remote")
    assert page(client, "/remote").one("h1").text == "Ben Okafor is helping you"


def test_a_link_fills_the_code_in_and_joins_nothing(
    client: FlaskClient, session: SessionView, database: Database
) -> None:
    code = session.code or ""

    shown = page(client, f"/join/{code}")

    assert shown.one("input", name="code").attributes["value"] == f"{code[:4]} {code[4:8]} {code[8:]}"
    assert codes(database) == [code]


def test_a_link_tells_nothing_about_whether_its_code_is_right(
    client: FlaskClient, session: SessionView
) -> None:
    shown = [page(client, f"/join/{code}").one("form").text for code in (session.code, wrong(session.code))]

    assert shown[0] == shown[1]


def test_the_token_is_kept_where_no_script_reads_it(client: FlaskClient, session: SessionView) -> None:
    answer = send(client, "/join", {"code": session.code, "name": MARIA})

    cookie = next(
        text for text in answer.headers.getlist("Set-Cookie") if text.startswith("seatkeeper_remote=")
    )
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))


@pytest.mark.parametrize(
    ("code", "name", "message"),
    [
        ("", MARIA, "Enter the code."),
        ("4829", MARIA, "Enter the 12 digits of the code, for example 4829 1305 7612."),
        ("4829 1305 7612", "", "Enter your name."),
        ("4829 1305 7612", "Maria\u202eissoR", "Use one line of plain characters for your name."),
    ],
)
def test_what_cannot_be_used_is_said_at_the_field_and_stays_typed(
    client: FlaskClient, cast: Cast, code: str, name: str, message: str
) -> None:
    answer = send(client, "/join", {"code": code, "name": name})

    shown = read(answer.text)
    assert answer.status_code == 422
    assert [error.text for error in shown.all(class_="invalid-feedback")] == [message]
    assert shown.one("input", name="code").attributes["value"] == code


def test_a_wrong_code_and_a_used_one_are_told_in_the_same_words(
    client: FlaskClient, session: SessionView, database: Database
) -> None:
    send(client, "/join", {"code": session.code, "name": MARIA})

    answers = [
        send(client, "/join", {"code": code, "name": "Eve"}) for code in (session.code, wrong(session.code))
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    told = [[error.text for error in read(answer.text).all(class_="invalid-feedback")] for answer in answers]
    assert told[0] == told[1]
    assert stored_session(database, session.id).remote == MARIA


def test_guessing_is_told_how_long_to_wait(
    client: FlaskClient, session: SessionView, database: Database
) -> None:
    guess = {"code": wrong(session.code), "name": "Eve"}
    answer = [send(client, "/join", guess) for _ in range(6)][-1]

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1")
    assert read(answer.text).one(role="alert").text == (
        "Too many wrong codes came from here. Try again in 1 second."
    )
    assert stored_session(database, session.id).state is SessionState.STANDBY
