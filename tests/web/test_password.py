import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from tests.support.apps import SignIn
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.web.html import read
from tests.web.visits import page, send
from webapp.db import Database
from webapp.models import User
from webapp.services.issue_password_link import issue_password_link

pytestmark = on_sqlite
NEW = "seven green parrots"
TWICE = {"password": NEW, "again": NEW}


@pytest.fixture
def link(database: Database, cast: Cast, clock: FrozenClock) -> str:
    """A one-time link of ben's."""
    return f"/password/{issue_password_link(database, cast.ana.actor, 'ben', clock.now())}"


def problems(text: str) -> dict[str, str]:
    """What is said at which field."""
    told = read(text).all(class_="invalid-feedback")
    return {problem.attributes["id"].removesuffix("-error"): problem.text for problem in told}


def test_a_link_sets_the_password_and_leads_to_the_sign_in_page(
    client: FlaskClient, link: str, cast: Cast
) -> None:
    assert r"\\acme\ben" in page(client, link).one("form").text

    answer = send(client, link, TWICE)

    assert (answer.status_code, answer.location) == (303, "/sign-in")
    told = page(client, "/sign-in").one(class_="message").text
    assert told == "Your password is set. All browsers were signed out: sign in with the new password."
    assert client.get("/usage").status_code == 303
    assert send(client, "/sign-in", {"username": cast.ben.login, "password": NEW}).location == "/usage"


def test_a_link_that_was_used_says_what_to_do(client: FlaskClient, link: str) -> None:
    send(client, link, TWICE)

    text = page(client, link, status=404).text
    assert "Ask a domain admin of your account for a new one." in text
    assert send(client, link, TWICE).status_code == 404


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"password": "short", "again": "short"}, {"password": "Use 8 to 128 characters for the password."}),
        ({"password": NEW, "again": "other"}, {"again": "The two passwords are not the same."}),
        ({"password": "", "again": ""}, {"password": "Enter a password."}),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    client: FlaskClient, link: str, fields: dict[str, str], told: dict[str, str]
) -> None:
    answer = send(client, link, fields)

    assert (answer.status_code, problems(answer.text)) == (422, told)
    assert client.get(link).status_code == 200


def test_changing_the_password_says_what_else_happens(ben: FlaskClient, cast: Cast) -> None:
    answer = send_signed_in(ben, "/password", {"present": cast.ben.password, **TWICE})

    assert (answer[0], answer[1]) == (303, "/account/security")
    assert page(ben, "/account/security").one(class_="message").text == (
        "Your password is changed, and your other browsers are signed out."
    )


def test_a_wrong_present_password_is_told_at_its_field(ben: FlaskClient) -> None:
    status, _, text = send_signed_in(ben, "/password", {"present": "wrong", **TWICE})

    assert (status, problems(text)) == (422, {"present": "This is not your present password."})


def test_whoever_must_change_it_is_led_there_by_every_page_and_goes_on_afterwards(
    signed_in: SignIn, database: Database, cast: Cast
) -> None:
    this = update(User).where(User.name == "ben").values(must_change_password=True)
    database.write(lambda tx: tx.execute(this))
    ben = signed_in(cast.ben)

    for address in ("/usage", "/account/security", "/account/two-step", "/usage/events"):
        assert ben.get(address).status_code == 303
    assert ben.get("/usage").location == "/password"
    assert "choose a password of your own" in page(ben, "/password").one("main").text
    status, where, _ = send_signed_in(ben, "/password", {"present": cast.ben.password, **TWICE})
    assert (status, where) == (303, "/usage")
    assert ben.get("/usage").status_code == 200


def send_signed_in(browser: FlaskClient, address: str, fields: dict[str, str]) -> tuple[int, str | None, str]:
    """Fill the form of a page in; returns status, where that leads, and the page."""
    token = page(browser, address).all("input", name="csrf_token")[-1].attributes["value"]
    answer = browser.post(address, data={**fields, "csrf_token": token})
    return answer.status_code, answer.location, answer.text
