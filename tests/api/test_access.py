from collections.abc import Iterator
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.api.programs import Program, problem
from tests.support.cast import Cast
from tests.support.databases import on_sqlite
from webapp import current
from webapp.services.sign_in_device import sign_out_device

pytestmark = on_sqlite
FOR_ANYBODY = {"POST /api/v1/devices", "POST /api/v1/join", "GET /api/v1/openapi.json"}
SIGN_IN_AGAIN = 'Bearer realm="Seatkeeper", error="invalid_token"'


def _operations(app: Flask) -> Iterator[tuple[str, Rule]]:
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/"):
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield method, rule


def _path(rule: Rule) -> str:
    return rule.rule.removeprefix("/api/v1").replace("<uuid:session_id>", str(uuid4()))


def test_what_needs_no_token_is_written_out(app: Flask) -> None:
    for_anybody = {
        f"{method} {rule.rule}"
        for method, rule in _operations(app)
        if getattr(app.view_functions[rule.endpoint], "access", None) not in ("device_token", "remote_token")
    }

    assert for_anybody == FOR_ANYBODY


def test_everything_else_is_401_without_a_token_whatever_the_request_holds(
    app: Flask, stranger: Program
) -> None:
    guarded = [(m, _path(rule)) for m, rule in _operations(app) if f"{m} {rule.rule}" not in FOR_ANYBODY]

    answers = {(m, path): problem(stranger.ask(m, path, data=b"{")) for m, path in guarded}

    assert answers == dict.fromkeys(guarded, (401, "unauthorized"))


def test_a_401_says_that_it_wants_a_bearer_token(stranger: Program) -> None:
    answer = stranger.get("/licenses")

    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="Seatkeeper"'


@pytest.mark.parametrize("header", ["Bearer nonsense", "bearer \xff", "Bearer a b"])
def test_a_token_that_is_unknown_is_401_and_says_so(stranger: Program, cast: Cast, header: str) -> None:
    answer = stranger.get("/licenses", headers={"Authorization": header})

    assert problem(answer) == (401, "unauthorized")
    assert answer.headers["WWW-Authenticate"] == SIGN_IN_AGAIN


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic YW5hOnBhc3N3b3Jk", "Digest x"])
def test_anything_but_a_bearer_token_is_no_token(stranger: Program, header: str) -> None:
    answer = stranger.get("/licenses", headers={"Authorization": header})

    assert problem(answer) == (401, "unauthorized")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="Seatkeeper"'


def test_a_token_in_the_address_is_no_token(stranger: Program, cast: Cast) -> None:
    answer = stranger.get(f"/licenses?access_token={cast.ben.desk.token}")

    assert problem(answer) == (401, "unauthorized")


def test_the_word_bearer_may_be_written_in_any_case(stranger: Program, cast: Cast) -> None:
    answer = stranger.get("/licenses", headers={"Authorization": f"bEARER {cast.ben.desk.token}"})

    assert answer.status_code == 200


def test_a_browsers_sign_in_opens_nothing_here(app: Flask, cast: Cast) -> None:
    browser = app.test_client()
    with browser.session_transaction() as kept:
        kept["_user_id"] = cast.ben.browser_token
        kept["_fresh"] = True

    assert problem(browser.get("/api/v1/licenses")) == (401, "unauthorized")


def test_a_revoked_token_is_401(app: Flask, ben: Program, cast: Cast) -> None:
    with app.app_context():
        sign_out_device(current.db(), cast.ben.desk.actor, current.now())

    answer = ben.get("/licenses")

    assert problem(answer) == (401, "unauthorized")
    assert answer.headers["WWW-Authenticate"] == SIGN_IN_AGAIN
