from datetime import datetime

from flask.testing import FlaskClient

from tests.services.acting import disable, opened
from tests.services.administering import stored_user
from tests.support.cast import Cast
from tests.support.databases import on_sqlite
from tests.web.html import Element, read
from tests.web.visits import page, send
from webapp.db import Database

pytestmark = on_sqlite
BEN = "/administration/users/ben/profile"


def filled_in(shown: Element) -> dict[str, str]:
    """What the form of a page would send."""
    form = shown.one("form", class_="user-form")
    ticked = [
        i for i in form.all("input") if i.attributes.get("type") != "radio" or "checked" in i.attributes
    ]
    return {i.attributes["name"]: i.attributes.get("value", "") for i in ticked if "name" in i.attributes}


def facts(shown: Element) -> dict[str, str]:
    return {row.one("dt").text: row.one("dd").text for row in shown.one("dl").all("div")}


def buttons(shown: Element) -> list[tuple[str, bool]]:
    """What can be done to the user, and whether it is offered."""
    return [
        (button.attributes.get("value", "link"), "disabled" not in button.attributes)
        for button in shown.all("button", class_="list-group-item")
    ]


def test_a_user_s_address_leads_to_the_profile(ana: FlaskClient) -> None:
    assert ana.get("/administration/users/ben").location == BEN


def test_saving_says_what_was_saved(ana: FlaskClient, database: Database, cast: Cast) -> None:
    response = send(ana, BEN, {**filled_in(page(ana, BEN)), "display_name": "Benedict Okafor", "limit": "2"})

    assert (response.status_code, response.location) == (303, BEN)
    assert page(ana, BEN).one(class_="message").text == (
        "Saved: full name Ben Okafor → Benedict Okafor; own limit none → 2"
    )
    assert stored_user(database, "ben", cast.ana).own_limit == 2


def test_the_user_name_is_not_among_what_can_be_changed(
    ana: FlaskClient, database: Database, cast: Cast
) -> None:
    send(ana, BEN, {**filled_in(page(ana, BEN)), "name": "benedict"})

    assert stored_user(database, "ben", cast.ana).email == "ben@acme.example"


def test_whoever_saves_second_sees_what_the_first_saved_and_loses_nothing(
    ana: FlaskClient, database: Database, cast: Cast
) -> None:
    typed = {**filled_in(page(ana, BEN)), "display_name": "Mine", "limit": "3"}
    send(ana, BEN, {**filled_in(page(ana, BEN)), "display_name": "Theirs", "email": "theirs@acme.example"})

    response = send(ana, BEN, typed)

    shown = read(response.text)
    assert (response.status_code, filled_in(shown)["display_name"], filled_in(shown)["limit"]) == (
        409,
        "Mine",
        "3",
    )
    assert shown.one(id="display_name-theirs").text == "Saved by somebody else meanwhile: Theirs"
    assert filled_in(shown)["email"] == "theirs@acme.example"
    assert send(ana, BEN, filled_in(shown)).status_code == 303
    assert stored_user(database, "ben", cast.ana).display_name == "Mine"


def test_a_refusal_stands_at_its_field(ana: FlaskClient) -> None:
    owner = "/administration/users/ana/profile"

    response = send(ana, owner, {**filled_in(page(ana, owner)), "role": "user"})

    assert (response.status_code, read(response.text).one(id="role-error").text) == (
        422, "The account owner always is a domain admin who may change everything."
    )  # fmt: skip


def test_beside_the_form_stands_what_is_going_on(
    ana: FlaskClient, database: Database, cast: Cast, now: datetime
) -> None:
    opened(database, cast.ben.desk, now)
    opened(database, cast.ben.desk, now)

    told = facts(page(ana, BEN).one("main"))

    assert (told["Licenses now"], told["Sessions"]) == ("1", "2 open sessions")
    assert (told["Signed in on"], told["Password"]) == ("2 devices, 1 browser", "set")


def test_what_cannot_be_done_is_shown_with_its_reason(
    ana: FlaskClient, database: Database, cast: Cast, now: datetime
) -> None:
    disable(database, cast.cleo.actor, now)

    offered = {
        name: buttons(page(ana, f"/administration/users/{name}/profile")) for name in ("ana", "ben", "cleo")
    }

    others = [("must_change", True), ("end_sessions", True), ("sign_out", True)]
    assert offered == {
        "ana": [("link", True), *others, ("disable", False)],
        "ben": [("link", True), *others, ("disable", True)],
        "cleo": [("link", False), *others, ("enable", True), ("erase", True)],
    }


def test_a_reset_gives_a_link_that_is_shown_once(ana: FlaskClient) -> None:
    response = send(ana, "/administration/users/ben/password-link")

    assert (response.status_code, response.location) == (303, BEN)
    assert [len(page(ana, BEN).all(class_="issued-address")) for _ in range(2)] == [1, 0]


def test_a_link_is_not_shown_on_somebody_else_s_page(ana: FlaskClient) -> None:
    send(ana, "/administration/users/ben/password-link")

    assert page(ana, "/administration/users/cleo/profile").all(class_="issued-address") == []


def test_a_disabled_user_is_given_no_link(
    ana: FlaskClient, database: Database, cast: Cast, now: datetime
) -> None:
    disable(database, cast.ben.actor, now)

    assert send(ana, "/administration/users/ben/password-link").status_code == 409


def test_users_of_other_accounts_do_not_exist(gus: FlaskClient) -> None:
    assert gus.get(BEN).status_code == 404
    assert send(gus, BEN, {}).status_code == 404
    assert send(gus, "/administration/users/ben/password-link").status_code == 404


def test_whoever_may_only_look_sees_everything_and_changes_nothing(looker: FlaskClient) -> None:
    shown = page(looker, BEN)

    assert (buttons(shown), shown.all("button", class_="btn-primary")) == ([], [])
    assert send(looker, BEN, filled_in(shown)).status_code == 403
    assert send(looker, "/administration/users/ben/password-link").status_code == 403
