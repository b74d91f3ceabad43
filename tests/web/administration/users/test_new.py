import pytest
from flask.testing import FlaskClient

from tests.services.administering import stored_user
from tests.support.cast import Cast, password_of
from tests.support.databases import on_sqlite
from tests.web.html import read
from tests.web.visits import page, send
from webapp.db import Database

pytestmark = on_sqlite
NEW = "/administration/users/new"
DORA = {
    "name": "dora",
    "display_name": "Dora Lund",
    "email": "dora@acme.example",
    "limit": "2",
    "role": "user",
}
INVITED = {**DORA, "way": "invite"}
WITH_PASSWORD = {**DORA, "way": "password", "password": password_of("dora")}


def test_an_invited_user_s_link_is_shown_once(ana: FlaskClient, database: Database, cast: Cast) -> None:
    response = send(ana, NEW, INVITED)

    assert (response.status_code, response.location) == (303, "/administration/users/dora/profile")
    first, again = page(ana, response.location), page(ana, response.location)
    assert first.one(class_="message").text == "User dora is created."
    assert [len(shown.all(class_="issued-address")) for shown in (first, again)] == [1, 0]
    assert stored_user(database, "dora", cast.ana).own_limit == 2


@pytest.mark.parametrize("must_change", [False, True])
def test_a_first_password_may_have_to_be_changed(
    ana: FlaskClient, database: Database, cast: Cast, must_change: bool
) -> None:
    response = send(ana, NEW, {**WITH_PASSWORD, **({"must_change": "y"} if must_change else {})})

    assert page(ana, response.location).all(class_="issued-address") == []
    assert stored_user(database, "dora", cast.ana).must_change_password is must_change


@pytest.mark.parametrize(
    ("wrong", "field", "problem"),
    [
        ({"name": ""}, "name", "Enter a user name."),
        ({"name": "ben"}, "name", "There is a user ben in this account already. Choose another name."),
        ({"email": "nonsense"}, "email", "Give an e-mail address, for example ana@acme.example."),
        ({"limit": "many"}, "limit", "Give a whole number, or nothing for no limit of their own."),
        ({"limit": "-1"}, "limit", "Give a whole number, or nothing for no limit of their own."),
        ({"password": ""}, "password", "Use 8 to 128 characters for the password."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    ana: FlaskClient, wrong: dict[str, str], field: str, problem: str
) -> None:
    response = send(ana, NEW, {**WITH_PASSWORD, **wrong})

    shown = read(response.text)
    assert (response.status_code, shown.one(id=f"{field}-error").text) == (422, problem)
    assert shown.one("input", id="display_name").attributes["value"] == "Dora Lund"


def test_whoever_may_only_look_creates_nobody(looker: FlaskClient) -> None:
    assert (looker.get(NEW).status_code, send(looker, NEW, INVITED).status_code) == (403, 403)
