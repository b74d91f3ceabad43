from flask.testing import FlaskClient

from tests.support.apps import SignIn
from tests.support.cast import Cast
from tests.support.databases import on_sqlite

pytestmark = on_sqlite


def test_a_page_may_load_and_send_only_to_its_own_server_and_run_no_inline_script_or_style(
    client: FlaskClient,
) -> None:
    policy = client.get("/sign-in").headers["Content-Security-Policy"]

    assert dict(part.split(" ", 1) for part in policy.split("; ")) == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "font-src": "'self'",
        "img-src": "'self' data:",
        "media-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }


def test_no_page_is_kept_by_a_cache_and_part_and_page_are_never_mixed_up(
    signed_in: SignIn, cast: Cast
) -> None:
    response = signed_in(cast.ana).get("/usage")

    assert response.headers["Cache-Control"] == "no-store"
    assert "HX-Request" in response.vary
