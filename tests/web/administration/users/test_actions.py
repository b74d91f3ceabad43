import pytest
from flask.testing import FlaskClient

from tests.services.acting import opened, stored_session
from tests.services.administering import signed_in, stored_user
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.web.html import Element, read
from tests.web.visits import page, send
from webapp.db import Database
from webapp.domain.states import SessionState

pytestmark = on_sqlite
ACTIONS = "/administration/users/actions"
USERS = "/administration/users"


def confirmation(shown: Element) -> dict[str, list[str]]:
    """What the confirmation would send."""
    sent: dict[str, list[str]] = {}
    for field in shown.one("form", action=ACTIONS).all("input"):
        sent.setdefault(field.attributes["name"], []).append(field.attributes["value"])
    return sent


def items(shown: Element, class_: str = "", **attributes: str) -> list[str]:
    found = shown.one("ul", class_=class_) if class_ else shown.one("ul", **attributes)
    return [item.text for item in found.all("li")]


def test_a_confirmation_says_how_many_and_what_comes_of_it_and_does_nothing(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    opened(database, cast.ben.desk, clock.now())

    shown = page(ana, f"{ACTIONS}?action=disable&user=ben&user=cleo&user=ana")

    assert shown.one("h2").text == "Disable 2 users?"
    assert items(shown, "action-effects")[1] == (
        "1 open session ends with the usual notice: the other side is told, and has 30 seconds."
    )
    assert items(shown, "action-users") == ["ben Ben Okafor", "cleo Cleo Marsh"]
    assert items(shown, aria_label="Left out") == ["ana is the account owner, who is never disabled."]
    assert stored_user(database, "ben", cast.ana).disabled_at is None


def test_what_was_confirmed_is_done_and_told_where_it_was_asked_for(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    sent = confirmation(page(ana, f"{ACTIONS}?action=disable&user=ben&back={USERS}%3Fq%3Dben"))

    response = send(ana, ACTIONS, sent)

    assert (response.status_code, response.location) == (303, f"{USERS}?q=ben")
    assert page(ana, USERS).one(class_="message").text == (
        "Disabled: ben. 1 session ends in 30 seconds. Until then you can keep it open."
    )
    assert stored_session(database, session.id).state is SessionState.ENDING
    assert stored_user(database, "ben", cast.ana).disabled_at == clock.now()


@pytest.mark.parametrize(
    ("action", "message"),
    [
        ("enable", "Left out: ben is not disabled; cleo is not disabled."),
        ("end_sessions", "Sessions of ben, cleo: Nothing to end: those sessions were over already."),
        ("sign_out", "Signed out: ben, cleo."),
        ("must_change", "Must choose a new password at the next sign-in: ben, cleo."),
    ],
)
def test_every_action_says_what_it_did(ana: FlaskClient, action: str, message: str) -> None:
    send(ana, ACTIONS, {"action": action, "user": ["ben", "cleo"]})

    assert page(ana, USERS).one(class_="message").text == message


def test_personal_data_is_erased_once_the_user_is_disabled(ana: FlaskClient) -> None:
    send(ana, ACTIONS, {"action": "disable", "user": ["ben"]})
    profile = page(ana, f"{USERS}/ben/profile")
    sent = confirmation(page(ana, f"{ACTIONS}?action=erase&user=ben&back={USERS}/ben/profile"))

    response = send(ana, ACTIONS, sent)

    assert "Erase personal data" in profile.text
    assert (response.status_code, response.location) == (303, USERS)
    shown = page(ana, USERS)
    assert shown.one(class_="message").text.startswith("Erased. What is left is called erased-")
    assert "Okafor" not in shown.text


def test_signing_oneself_out_ends_this_browser_s_sign_in_too(
    ana: FlaskClient, database: Database, cast: Cast
) -> None:
    send(ana, ACTIONS, {"action": "sign_out", "user": "ana"})

    assert signed_in(database, cast.ana) == (0, 0)
    assert ana.get(USERS).location == "/sign-in?next=/administration/users"


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("?action=disable", "Tick the users first."),
        ("?action=&user=ben", "Choose what to do with the ticked users."),
    ],
)
def test_what_is_missing_is_said_beside_the_button(ana: FlaskClient, query: str, problem: str) -> None:
    response = ana.get(f"{ACTIONS}{query}")

    assert (response.status_code, read(response.text).one(id="users-problem").text) == (422, problem)


def test_an_unknown_action_is_refused(ana: FlaskClient) -> None:
    assert send(ana, ACTIONS, {"action": "nonsense", "user": "ben"}).status_code == 422


@pytest.mark.parametrize("back", ["https://elsewhere.example", "//elsewhere.example", "/usage"])
def test_it_comes_back_to_users_and_nowhere_else(ana: FlaskClient, back: str) -> None:
    response = send(ana, ACTIONS, {"action": "must_change", "user": "ben", "back": back})

    assert response.location == USERS


def test_users_of_other_accounts_do_not_exist(gus: FlaskClient, database: Database, cast: Cast) -> None:
    assert gus.get(f"{ACTIONS}?action=disable&user=ben").status_code == 404
    assert send(gus, ACTIONS, {"action": "disable", "user": "ben"}).status_code == 404
    assert stored_user(database, "ben", cast.ana).disabled_at is None


def test_whoever_may_only_look_does_nothing(looker: FlaskClient, ben: FlaskClient) -> None:
    for browser in (looker, ben):
        assert browser.get(f"{ACTIONS}?action=disable&user=cleo").status_code == 403
        assert send(browser, ACTIONS, {"action": "disable", "user": "cleo"}).status_code == 403
