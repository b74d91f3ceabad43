"""The page Pay per use, as people read it."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from tests.services.acting import opened
from tests.services.paying import close, set_terms
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.support.minutes import give_minutes
from tests.web.staging import Deny, keep
from tests.web.visits import page
from webapp.db import Database
from webapp.domain.access import Right
from webapp.services.add_minutes import add_minutes
from webapp.services.set_licenses import set_licenses
from webapp.services.set_ppu import set_ppu

pytestmark = on_sqlite


@pytest.fixture
def used(database: Database, cast: Cast, clock: FrozenClock) -> None:
    """acme has no license; ben used 3 of 100 minutes on each of four days, cleo 1 on the last."""
    set_licenses(database, "acme", 0, clock.now())
    set_ppu(database, "acme", clock.now(), is_on=True, expires="2026-03-31")
    add_minutes(database, "acme", 100, "Invoice 7", clock.now())
    for _ in range(4):
        session = opened(database, cast.ben.desk, clock.now())
        keep(database, cast.ben.desk, clock, 150)
        close(database, cast.ben.desk, session, clock.now())
        clock.advance(timedelta(days=1).total_seconds())
    session = opened(database, cast.cleo.desk, clock.now())
    close(database, cast.cleo.desk, session, clock.now())


@pytest.mark.usefixtures("used")
def test_it_tells_what_is_left_and_until_when_it_lasts(ana: FlaskClient) -> None:
    found = page(ana, "/ppu")

    assert found.one(class_="usage-sum").text == "87 minutes left On, last day 31 Mar 2026"
    assert found.one("p", class_="ppu-forecast").text == (
        "At the rate of the last 4 days, about 3 minutes a day, they last until Saturday, 4 April, "
        "which is after their last day."
    )


@pytest.mark.usefixtures("used")
def test_use_stands_by_user_and_by_day_with_the_same_in_a_table(ana: FlaskClient) -> None:
    found = page(ana, "/ppu")

    assert [line.text for line in found.one(class_="ppu-users").all("li")] == [
        "Ben Okafor 12 minutes",
        "Cleo Marsh 1 minute",
    ]
    days = [row.text for row in found.one(id="ppu-days").all("tr")]
    assert (len(days), days[1:4]) == (
        31,
        ["Fri, 6 Mar 1 minute", "Thu, 5 Mar 3 minutes", "Wed, 4 Mar 3 minutes"],
    )
    assert len(found.one("svg", class_="ppu-bars").all("title")) == 30
    assert "13 minutes used in 30 days; most on 2 March, 3 minutes." in found.text


@pytest.mark.usefixtures("used")
def test_the_ledger_stands_newest_first(ana: FlaskClient) -> None:
    rows = [row.text for row in page(ana, "/ppu").one(class_="ppu-ledger").one("tbody").all("tr")]

    assert len(rows) == 6
    assert rows[0].endswith("Used Cleo Marsh \u22121 87")
    assert rows[4] == "2 Mar 2026, 09:00\u201309:02 Used Ben Okafor \u22123 97"
    assert rows[5] == "2 Mar 2026, 09:00 Bought Invoice 7 +100 100"


@pytest.mark.usefixtures("used")
def test_times_are_those_of_the_accounts_time_zone(ana: FlaskClient, database: Database) -> None:
    set_terms(database, time_zone="Europe/Ljubljana")

    found = page(ana, "/ppu")

    assert "times in Europe/Ljubljana" in found.text
    assert "2 Mar 2026, 10:00\u201310:02" in found.text


@pytest.mark.usefixtures("used")
def test_who_may_view_their_own_reports_sees_their_own_use(ben: FlaskClient, cast: Cast, deny: Deny) -> None:
    deny(cast.ben, Right.VIEW_DOMAIN_REPORTS)

    found = page(ben, "/ppu")

    assert found.one(class_="usage-sum").text.startswith("87 minutes left")
    assert [line.text for line in found.one(class_="ppu-users").all("li")] == ["Ben Okafor 12 minutes"]
    assert "Cleo" not in found.text
    assert "Invoice" not in found.text
    assert found.all("p", class_="ppu-forecast") == []


@pytest.mark.usefixtures("used")
def test_who_may_view_no_reports_is_told_so_and_not_led_there(
    ben: FlaskClient, cast: Cast, deny: Deny
) -> None:
    deny(cast.ben, Right.VIEW_DOMAIN_REPORTS, Right.VIEW_OWN_REPORTS)

    assert "You may not view reports." in page(ben, "/ppu", 403).text
    assert ben.get("/ppu/export.csv").status_code == 403
    assert menu(ben) == ["License Usage", "Help"]


def menu(browser: FlaskClient) -> list[str]:
    return [link.text for link in page(browser, "/usage").one("nav", aria_label="Main").all("a")]


def test_the_menu_leads_there_where_there_is_something_to_see(
    ben: FlaskClient, gus: FlaskClient, database: Database
) -> None:
    assert menu(ben) == ["License Usage", "Reports", "Help"]

    give_minutes(database, 1)

    assert menu(ben) == ["License Usage", "Pay per use", "Reports", "Help"]
    assert menu(gus) == ["License Usage", "Reports", "Administration", "Help"]


def test_without_any_minute_it_says_so(ana: FlaskClient) -> None:
    found = page(ana, "/ppu")

    assert found.one(class_="usage-sum").text == "0 minutes left Off"
    assert "No minutes were bought or used." in found.text


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        ({"ppu_is_on": True}, "There is not enough use yet to tell how long they last"),
        ({"ppu_is_on": False}, "Minutes cannot be used while it is off."),
    ],
)
def test_what_cannot_be_told_or_used_is_said(
    ana: FlaskClient, database: Database, terms: dict[str, bool], told: str
) -> None:
    give_minutes(database, 5)
    set_terms(database, **terms)

    assert told in page(ana, "/ppu").text


@pytest.mark.usefixtures("used")
def test_after_the_last_day_it_has_expired(ana: FlaskClient, database: Database, clock: FrozenClock) -> None:
    set_ppu(database, "acme", clock.now(), is_on=None, expires="2026-03-05")

    found = page(ana, "/ppu")

    assert found.one(class_="usage-sum").text == "87 minutes left Expired after 5 Mar 2026"
    assert "Minutes cannot be used any more." in found.text


@pytest.mark.usefixtures("used")
def test_the_export_is_a_file_of_the_accounts_own(ana: FlaskClient, gus: FlaskClient) -> None:
    answer = ana.get("/ppu/export.csv")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="pay-per-use-of-acme.csv"'
    assert len(answer.text.splitlines()) == 1 + 14
    assert gus.get("/ppu/export.csv").text.splitlines() == [
        "number,at,kind,minutes,balance,user,session,note"
    ]


def test_a_page_that_makes_no_sense_is_the_first_one(ana: FlaskClient) -> None:
    assert ana.get("/ppu?before=x").status_code == 200
