"""The id of a request: whose is taken, and that every answer carries one."""

import pytest
from flask import Flask, abort

from tests.support.databases import on_sqlite
from webapp import create_app
from webapp.settings import Settings

pytestmark = on_sqlite
GIVEN = "01HXYZ-proxy_1.2"


def answered(app: Flask, path: str = "/healthz", **headers: str) -> str:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    with app.test_client().get(path, headers=given) as answer:
        return answer.headers["X-Request-ID"]


@pytest.fixture
def behind_proxy(settings: Settings) -> Settings:
    return settings.model_copy(update={"behind_proxy": True})


@pytest.mark.parametrize("path", ["/sign-in", "/nowhere", "/api/v1/licenses", "/static/app.css", "/usage"])
def test_every_answer_carries_an_id_of_its_own(app: Flask, path: str) -> None:
    first, second = answered(app, path), answered(app, path)

    assert len(first) == len(second) == 16
    assert first != second


def test_that_of_a_proxy_is_kept(behind_proxy: Settings) -> None:
    app = create_app(behind_proxy)

    assert answered(app, X_Request_ID=GIVEN) == GIVEN
    app.extensions["seatkeeper"].db.close()


def test_that_of_a_visitor_is_not(app: Flask) -> None:
    assert answered(app, X_Request_ID=GIVEN) != GIVEN


@pytest.mark.parametrize(
    "harmful", ["short", "x" * 65, "spaces in it", 'quote"quote', "line\\nline-line", "é" * 9]
)
def test_one_that_could_do_harm_is_not(behind_proxy: Settings, harmful: str) -> None:
    app = create_app(behind_proxy)

    assert answered(app, X_Request_ID=harmful) != harmful
    app.extensions["seatkeeper"].db.close()


def test_what_is_not_allowed_is_logged_by_its_route(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    app.add_url_rule("/guarded/<secret>", view_func=lambda secret: abort(403))

    with caplog.at_level("WARNING"), app.test_client().get("/guarded/4711") as answer:
        assert answer.status_code == 403

    assert caplog.messages == ["not allowed: GET /guarded/<secret>, from (not told)"]
