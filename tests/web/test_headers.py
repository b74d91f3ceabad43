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


def test_vendored_files_are_kept_for_a_year_since_their_path_names_the_version(client: FlaskClient) -> None:
    response = client.get("/static/vendor/htmx-4.0.1/htmx.min.js")

    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    response.close()


def test_own_files_are_asked_for_again(client: FlaskClient) -> None:
    response = client.get("/static/app.css")

    assert response.headers["Cache-Control"] == "no-cache"
    response.close()
