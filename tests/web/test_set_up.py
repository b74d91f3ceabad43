import pytest
from flask.testing import FlaskClient

from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.web.html import read
from tests.web.visits import page, rows, send
from webapp.db import Database
from webapp.services.set_up_installation import issue_setup_link

pytestmark = on_sqlite
FORM = {
    "name": "Acme",
    "domain": "acme",
    "licenses": "2",
    "owner_display_name": "Ana Novak",
    "owner_name": "ana",
    "owner_email": "ana@acme.example",
    "password": "correct horse",
}


@pytest.fixture
def address(database: Database, clock: FrozenClock) -> str:
    """The set-up page of an installation without an account."""
    return f"/set-up/{issue_setup_link(database, clock.now())}"


def test_setting_up_creates_the_account_and_signs_its_owner_in(client: FlaskClient, address: str) -> None:
    response = send(client, address, FORM)

    assert (response.status_code, response.location) == (303, "/usage")
    usage = page(client, "/usage")
    assert usage.one("button", popovertarget="user-menu").text == r"\\acme\ana"
    assert usage.all(class_="usage-number")[0].text == "0 of 2"
    assert rows(usage) == []


def test_a_set_up_link_works_once(client: FlaskClient, address: str) -> None:
    send(client, address, FORM)

    assert page(client, address, status=404).one("h1").text == "Nothing here"
    assert send(client, address, {**FORM, "domain": "globex"}).status_code == 404


def test_a_wrong_link_opens_nothing(client: FlaskClient, address: str) -> None:
    assert client.get("/set-up/wrong").status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("domain", "a c"), ("licenses", "many"), ("licenses", "-1"), ("owner_display_name", "A\nB"),
        ("owner_name", "a b"), ("owner_email", "nowhere"), ("password", "short"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_said_at_its_field(
    client: FlaskClient, address: str, field: str, value: str
) -> None:
    response = send(client, address, {**FORM, field: value})

    assert response.status_code == 422
    assert [problem.attributes["id"] for problem in read(response.text).all(class_="invalid-feedback")] == [
        f"{field}-error"
    ]
