from flask import Flask
from flask.testing import FlaskClient

from tests.support.databases import on_sqlite
from tests.web.html import read
from tests.web.visits import HTMX, page

pytestmark = on_sqlite


def test_an_unknown_address_is_a_page_that_leads_on(client: FlaskClient) -> None:
    error = page(client, "/nowhere", status=404)

    assert error.one("h1").text == "Nothing here"
    assert error.one("a", class_="btn").attributes["href"] == "/"


def test_to_htmx_an_error_is_a_message_with_the_true_status(client: FlaskClient) -> None:
    response = client.get("/nowhere", headers=HTMX)

    (part,) = read(response.text).all("hx-partial")
    assert (response.status_code, part.attributes["hx-target"], part.text) == (
        404,
        "#toasts",
        "This address leads nowhere, or to something that you may not see.",
    )


def test_a_fault_of_ours_tells_nothing_of_the_inside(app: Flask) -> None:
    def fail() -> str:
        raise RuntimeError("secret of the inside")

    app.add_url_rule("/fault", view_func=fail)
    app.testing = False
    response = app.test_client().get("/fault")

    assert response.status_code == 500
    assert read(response.text).one("h1").text == "Something went wrong"
    assert "secret" not in response.text
