"""Tips above the table of License Usage, each with its one action."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from tests.services.acting import opened, refused, stored_session
from tests.services.paying import open_support, set_terms, set_user_terms
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.support.minutes import give_minutes
from tests.web.filling import filled_in, form_to
from tests.web.html import Element
from tests.web.staging import Deny
from tests.web.visits import HTMX, page, partials, send
from webapp.db import Database
from webapp.domain.access import Right
from webapp.domain.states import SessionState
from webapp.services.pause_session import pause_session
from webapp.services.set_licenses import set_licenses

pytestmark = on_sqlite


def tips(browser: FlaskClient) -> list[str]:
    return [tip.one("p").text for tip in page(browser, "/usage").one(id="usage-tips").all(class_="tip")]


def action(browser: FlaskClient, kind: str) -> Element:
    return page(browser, "/usage").one(id=f"tip-{kind}").all(class_="btn")[0]


def test_without_anything_to_do_there_is_no_tip(ana: FlaskClient) -> None:
    assert tips(ana) == []


@pytest.mark.parametrize(
    ("minutes", "told"),
    [
        (5, "Only 5 pay-per-use minutes are left."),
        (1, "Only 1 pay-per-use minute is left."),
        (0, "The pay-per-use minutes are used up."),
    ],
)
def test_few_minutes_lead_to_their_use(ana: FlaskClient, database: Database, minutes: int, told: str) -> None:
    give_minutes(database, minutes)

    assert tips(ana) == [told]
    assert (action(ana, "ppu_low").text, action(ana, "ppu_low").attributes["href"]) == (
        "See their use",
        "/ppu",
    )


def test_codes_that_nobody_joined_are_ended_with_one_button(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    set_terms(database, lease_seconds=86_400)
    codes = [open_support(database, seat, clock.now()) for seat in (cast.ben.desk, cast.cleo.desk)]
    clock.advance(360)
    assert tips(ana) == ["2 codes that nobody has joined hold 2 licenses."]

    tip = page(ana, "/usage").one(id="tip-unjoined_codes")
    sent = [field.attributes["value"] for field in tip.all("input", name="session")]
    answer = send(ana, "/usage/terminations", {"session": sent})

    assert answer.status_code == 303
    assert {stored_session(database, code.id).state for code in codes} == {SessionState.ENDED}
    assert tips(ana) == []


def test_the_own_limit_leads_to_who_can_raise_it(
    ben: FlaskClient, ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    for name, seat in (("ben", cast.ben.desk), ("ana", cast.ana.desk)):
        set_user_terms(database, name, own_limit=0)
        refused(database, seat, clock.now())

    assert action(ben, "own_limit").text == "Ask Ana Novak"
    assert action(ben, "own_limit").attributes["href"] == (
        "mailto:ana@acme.example?subject=My%20own%20limit%20in%20Seatkeeper"
    )
    assert action(ana, "own_limit").attributes["href"] == "/administration/users/ana/profile"


def test_refusals_lead_to_how_many_licenses_would_be_enough(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    set_licenses(database, "acme", 0, clock.now())
    for remote in "abc":
        refused(database, cast.ben.desk, clock.advance(1), f"SRV-{remote}")

    assert tips(ana) == ["The account was refused 3 times this week: all licenses were in use."]
    assert action(ana, "refusals").text == "How many would be enough?"
    assert action(ana, "refusals").attributes["href"] == "/reports/licenses"


def test_who_may_not_view_reports_is_led_to_the_last_refusal(
    ben: FlaskClient, database: Database, cast: Cast, clock: FrozenClock, deny: Deny
) -> None:
    deny(cast.ben, Right.VIEW_DOMAIN_REPORTS)
    set_licenses(database, "acme", 0, clock.now())
    asked = [refused(database, cast.ben.desk, clock.advance(1), f"SRV-{remote}") for remote in "abc"]

    address = action(ben, "refusals").attributes["href"]
    assert address == f"/usage?refusal={asked[-1].refusal_id}"
    assert "SRV-c" in page(ben, address).one(id="usage-refusal").text


def test_paused_sessions_lead_to_themselves(
    ben: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    pause_session(database, cast.ben.actor, session.id, clock.now())

    assert tips(ben) == ["You have 1 paused session."]
    assert action(ben, "paused").attributes["href"] == "/usage?show=paused"


def test_a_tip_is_closed_for_three_days_with_and_without_scripts(
    ana: FlaskClient, ben: FlaskClient, database: Database, clock: FrozenClock
) -> None:
    give_minutes(database, 5)
    form = form_to(page(ana, "/usage?q=x"), "/usage/tips/ppu_low/close?q=x")

    plain = send(ana, "/usage/tips/ppu_low/close?q=x", filled_in(form))
    live = send(ben, "/usage/tips/ppu_low/close", headers=HTMX)

    assert (plain.status_code, plain.headers["Location"]) == (303, "/usage?q=x")
    assert "#usage-tips" in partials(live)
    assert (tips(ana), tips(ben)) == ([], [])
    clock.advance(timedelta(days=3).total_seconds())
    assert len(tips(ana)) == 1
    assert send(ana, "/usage/tips/everything/close").status_code == 404


def test_whoever_looks_through_somebody_elses_eyes_sees_none(ana: FlaskClient, database: Database) -> None:
    give_minutes(database, 5)

    assert page(ana, "/usage?view_as=ben").one(id="usage-tips").text == ""
