import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.services.second_steps import with_second_step
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.web.visits import page, send
from webapp.db import Database
from webapp.services.sign_in_user import SignedIn, sign_in_user
from webapp.services.visit_console import visit_console

pytestmark = on_sqlite
BEN = "/administration/users/ben"


def buttons(browser: FlaskClient) -> list[str]:
    """What can be done on ben's Security tab about how he signs in."""
    tab = page(browser, f"{BEN}/security")
    cards = [tab.one("section", aria_labelledby=name) for name in ("sign-in-security", "browsers", "devices")]
    return [button.text for card in cards for button in card.all("button")]


def fail(database: Database, cast: Cast, clock: FrozenClock, times: int) -> None:
    """Somebody guesses ben's password."""
    for _ in range(times):
        sign_in_user(database, cast.ben.login, "wrong", "198.51.100.7", "", clock.now())


def test_an_admin_resets_the_second_step(
    app: Flask, ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    with_second_step(database, cast.ben.actor, clock.now(), str(app.secret_key))
    assert "Reset second step" in buttons(ana)

    assert send(ana, f"{BEN}/two-step/reset").location == f"{BEN}/security"

    outcome = sign_in_user(database, cast.ben.login, cast.ben.password, "", "", clock.now())
    assert isinstance(outcome, SignedIn)
    assert "Reset second step" not in buttons(ana)


def test_an_admin_sees_failed_attempts_and_lifts_the_delay(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    fail(database, cast, clock, 5)
    told = page(ana, f"{BEN}/security").one("section", aria_labelledby="sign-in-security").text
    assert "5 failed attempts since the last sign-in. The next attempt has to wait 1 second." in told

    send(ana, f"{BEN}/sign-in-delay/lifting")

    told = page(ana, f"{BEN}/security").one("section", aria_labelledby="sign-in-security").text
    assert "None since the last sign-in." in told


def test_an_admin_signs_a_browser_out(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    browser = page(ana, f"{BEN}/security").one("button", name="browser").attributes["value"]

    send(ana, f"{BEN}/sign-outs", {"browser": browser})

    assert visit_console(database, cast.ben.browser_token, clock.now()) is None


@pytest.mark.parametrize("what", ["two-step/reset", "sign-in-delay/lifting", "sign-outs"])
def test_others_may_not(ben: FlaskClient, gus: FlaskClient, what: str) -> None:
    assert send(ben, f"{BEN}/{what}").status_code == 403
    assert send(gus, f"{BEN}/{what}").status_code == 404
