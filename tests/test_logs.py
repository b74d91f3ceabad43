"""The log: one line for what happened, whatever visitors send, and nothing of who they are by default."""

import json
import logging
from collections.abc import Callable, Iterator
from typing import Any, Literal

import pytest
from flask import Flask
from sqlalchemy import text

from tests.support.cast import Cast
from tests.support.databases import on_sqlite
from webapp import create_app
from webapp.db import Database
from webapp.logs import set_up_logging
from webapp.private import Private
from webapp.settings import Settings

log = logging.getLogger("webapp.tests")
EVIL = "a\r\n2026-03-02 09:00:00,000 INFO webapp: Ana Novak signed in\x1b[2J\u2028b"
Form = Literal["text", "json"]
SetUp = Callable[..., None]


@pytest.fixture
def set_up() -> Iterator[SetUp]:
    """Log as the server does, until the test is over."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level

    def begin(form: Form, *, with_details: bool = False) -> None:
        set_up_logging(form, with_details=with_details)

    yield begin
    root.handlers[:] = before
    root.setLevel(level)


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().err.split("\n")[:-1]


def document(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    (line,) = lines(capsys)
    told: dict[str, Any] = json.loads(line)
    return told


def fail(message: str) -> None:
    """Log an error with what led to it."""
    try:
        try:
            raise KeyError(message)
        except KeyError as error:
            raise RuntimeError("Cannot go on.") from error
    except RuntimeError:
        log.exception("That failed.")


def test_a_message_never_begins_a_line_of_its_own(set_up: SetUp, capsys: pytest.CaptureFixture[str]) -> None:
    set_up("text")

    log.warning("Somebody sent %s", EVIL)

    (line,) = lines(capsys)
    assert line.endswith(
        r"WARNING webapp.tests: Somebody sent a\r\n2026-03-02 09:00:00,000 INFO webapp: Ana Novak signed in\x1b[2J\u2028b"
    )


def test_neither_does_what_an_error_says(set_up: SetUp, capsys: pytest.CaptureFixture[str]) -> None:
    set_up("text", with_details=True)

    fail(EVIL)

    first, *more = lines(capsys)
    assert first.endswith("ERROR webapp.tests: That failed.")
    assert [line for line in more if not line.startswith("    | ")] == []


def test_json_is_one_document_a_line(set_up: SetUp, capsys: pytest.CaptureFixture[str]) -> None:
    set_up("json")

    log.warning("Somebody sent %s", EVIL)

    told = document(capsys)
    assert (told.pop("message"), told.pop("at")[-6:]) == (f"Somebody sent {EVIL}", "+00:00")
    assert told == {"level": "WARNING", "name": "webapp.tests", "request_id": None}


def test_what_is_private_is_told_only_where_the_operator_wants_it(
    set_up: SetUp, capsys: pytest.CaptureFixture[str]
) -> None:
    for with_details in (False, True):
        set_up("json", with_details=with_details)
        log.info("No mail to %s", Private("ana@acme.example"))

    short, whole = (json.loads(line)["message"] for line in lines(capsys))
    assert (short, whole) == ("No mail to (not told)", "No mail to ana@acme.example")


@pytest.mark.parametrize("form", ["text", "json"])
def test_errors_tell_where_they_happened_and_nothing_that_they_quote(
    set_up: SetUp, capsys: pytest.CaptureFixture[str], form: Form
) -> None:
    set_up(form)

    fail("ana@acme.example")

    told = "\n".join(lines(capsys))
    assert "ana@acme.example" not in told
    assert "KeyError: '…'" in told or r"KeyError: '\u2026'" in told
    assert "RuntimeError: Cannot go on." in told
    assert "in fail" in told


def test_of_a_failed_statement_no_row_is_told(
    set_up: SetUp, capsys: pytest.CaptureFixture[str], database: Database, cast: Cast
) -> None:
    set_up("text")
    row = {"domain": cast.ana.login.partition("\\")[0]}
    twice = text("INSERT INTO accounts SELECT * FROM accounts WHERE domain = :domain")
    try:
        database.write(lambda tx: tx.execute(twice, row))
    except Exception:
        log.exception("That failed.")

    told = "\n".join(lines(capsys))
    assert "IntegrityError" in told
    assert "acme" not in told


class Broken(Exception):
    """What nobody has thought of."""


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """An application with a fault, whose log tells of every request."""
    app = create_app(settings.model_copy(update={"log_requests": True}))

    def broken(token: str) -> str:
        raise Broken(f"I was given '{token}'")

    app.add_url_rule("/broken/<token>", view_func=broken)
    yield app
    app.extensions["seatkeeper"].db.close()


@on_sqlite
def test_a_fault_is_found_by_the_id_of_its_answer_and_tells_no_address(
    app: Flask, set_up: SetUp, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up("json")

    answer = app.test_client().get("/broken/secret-token?code=482913057612")

    fault, request = (json.loads(line) for line in lines(capsys))
    assert answer.status_code == 500
    assert fault["message"] == "GET /broken/<token> failed"
    assert fault["exc_info"].endswith("Broken: I was given '…'")
    assert request["message"].startswith("GET /broken/<token>: 500 in ")
    assert request["message"].endswith(" ms, from (not told), (not told)")
    assert fault["request_id"] == request["request_id"] == answer.headers["X-Request-ID"]
    assert not [word for word in ("secret", "4829") if word in json.dumps([fault, request])]


@on_sqlite
def test_an_operator_who_asks_for_details_has_them(
    app: Flask, set_up: SetUp, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up("json", with_details=True)

    app.test_client().get("/healthz?x=1")

    assert json.loads(lines(capsys)[0])["message"].endswith(" ms, from 127.0.0.1, /healthz?x=1")
