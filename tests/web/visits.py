"""What a browser does at the console: opens pages, and sends their forms with the token that they carry."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.html import Element, read

HTMX = {"HX-Request": "true", "HX-Current-URL": "http://localhost/usage?q=ben"}


def page(browser: FlaskClient, address: str, status: int = 200) -> Element:
    """Open a page."""
    response = browser.get(address)
    assert response.status_code == status, response.text
    return read(response.text)


def send(
    browser: FlaskClient,
    address: str,
    data: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> TestResponse:
    """Send a form, with the token of a page of this browser."""
    opened = read(browser.get("/sign-in", follow_redirects=True).text)
    token = opened.all("input", name="csrf_token")[0].attributes["value"]
    return browser.post(address, data={**(data or {}), "csrf_token": token}, headers=headers)


def rows(page: Element) -> list[tuple[str, ...]]:
    """The table as it reads: a license's row as one text, a session's as one text a column."""
    return [_texts(row) for body in page.all("tbody") for row in body.all("tr")]


def _texts(row: Element) -> tuple[str, ...]:
    cells = [cell for cell in row.content if isinstance(cell, Element) and cell.tag in ("td", "th")]
    return tuple(cell.text for cell in cells if cell.attributes.get("class") != "license-action")[1:]


def partials(response: TestResponse) -> list[str]:
    """Which parts of the page an answer to htmx replaces."""
    return [part.attributes["hx-target"] for part in read(response.text).all("hx-partial")]
