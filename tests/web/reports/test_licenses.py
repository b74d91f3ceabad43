import csv
import io
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.services.acting import one_seat_of_own_limit, opened, refused
from tests.services.made_history import HEADER, as_file, held, made_history
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.web.html import Element
from tests.web.staging import Deny
from tests.web.visits import page
from webapp.db import Database
from webapp.domain.access import Right
from webapp.services.import_history import import_history
from webapp.services.size_licenses import SizingReport, size_licenses
from webapp.web.reports.licenses import routes

pytestmark = on_sqlite
FEBRUARY = "from=2025-02-01&to=2025-02-28"


@pytest.fixture
def three_at_once(database: Database, cast: Cast, clock: FrozenClock) -> None:
    """On each of twenty days three people at once for an hour; the account has three licenses."""
    lines = [HEADER]
    for day in range(1, 21):
        for user in ("ana", "ben", "cleo"):
            on = f"2025-02-{day:02}"
            lines.append(f"{user},{user.upper()}-DESK,{on}T08:00:00Z,{on}T09:00:00Z,,,")
    import_history(database, "acme", lines, clock.now())


def answer(shown: Element) -> list[str]:
    """The answer in sentences."""
    return [line.text for line in shown.one("section", class_="sizing-answer").all("p")]


def table(shown: Element) -> list[list[str]]:
    """The rows of the table."""
    body = shown.one("table", class_="sizing-table").one("tbody")
    return [[cell.text for cell in row.content if isinstance(cell, Element)] for row in body.all("tr")]


def test_the_answer_comes_first_in_one_sentence(ana: FlaskClient, three_at_once: None) -> None:
    shown = page(ana, f"/reports/licenses?{FEBRUARY}")

    assert answer(shown) == [
        "3 licenses would have served 99 % of the 60 wishes; you have 3.",
        "Your 3 licenses would have served 100.0 % and refused 0.",
    ]
    targets = [number.text for number in shown.one("dl", class_="key-numbers").all("div", class_="card")]
    assert targets == [f"To serve {share} % 3 0 refused, as many as you have" for share in (95, 99, 100)]


def test_each_number_of_licenses_is_a_line(ana: FlaskClient, three_at_once: None) -> None:
    rows = table(page(ana, f"/reports/licenses?{FEBRUARY}"))

    assert [row[:9] for row in rows[:4]] == [
        ["1", "", "40", "33.33 %", "", "40", "1 h 30 min", "2 h", "2,400"],
        ["2", "", "20", "66.67 %", "", "20", "1 h", "1 h", "1,200"],
        ["3", "you have 95 % 99 % 100 %", "0", "100.00 %", "", "0", "", "", "0"],
        ["4", "", "0", "100.00 %", "", "0", "", "", "0"],
    ]


def test_with_prices_it_names_what_costs_least(ana: FlaskClient, three_at_once: None) -> None:
    shown = page(ana, f"/reports/licenses?{FEBRUARY}&license=60&minute=0,01&currency=EUR")

    assert answer(shown)[2] == (
        "With your prices, 1 license and 2,609 minutes of pay per use a month cost least: 86.09 EUR a month, "
        "and nobody is refused."
    )
    assert [row[-1] for row in table(shown)[:3]] == ["86.09", "133.04", "180.00"]
    assert "costs least" in table(shown)[0][1]


def test_without_pay_per_use_it_tells_no_minutes(ana: FlaskClient, three_at_once: None) -> None:
    shown = page(ana, f"/reports/licenses?{FEBRUARY}&license=60&ppu=no")

    assert "minute" not in shown.one("section", class_="sizing-answer").text
    assert [row[-1] for row in table(shown)[:3]] == ["60.00", "120.00", "180.00"]
    assert shown.all("h3", id="minutes-title") == []


@pytest.mark.parametrize(
    "prices", ["license=cheap&minute=1", "license=60", "minute=1", "license=-1&minute=1"]
)
def test_prices_that_are_none_are_told_and_do_not_count(
    ana: FlaskClient, three_at_once: None, prices: str
) -> None:
    shown = page(ana, f"/reports/licenses?{FEBRUARY}&{prices}", 422)

    assert shown.one("div", id="price-problem").text
    assert len(answer(shown)) == 2
    assert ana.get(f"/reports/licenses.csv?{FEBRUARY}&{prices}").status_code == 422


def test_it_says_what_it_takes_for_granted(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    (first, second) = one_seat_of_own_limit(database, limit=1, devices=2)
    opened(database, first, clock.now())
    refused(database, second, clock.advance(10))
    clock.advance(600)

    shown = page(ana, "/reports/licenses?period=today")
    without = page(ana, "/reports/licenses?period=today&limits=none")

    assumed = [line.text for line in shown.one("ul", class_="assumptions").all("li")]
    assert assumed[1].endswith("(their median). That is so for 1 refused wish.")
    assert assumed[-1].startswith("Users’ own limits count as they are today. They refuse 1 wish whatever")
    assert (
        without.one("ul", class_="assumptions")
        .all("li")[-1]
        .text.startswith("Users’ own limits are left out")
    )


def test_it_says_so_plainly_when_days_and_wishes_are_few(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock, three_at_once: None
) -> None:
    opened(database, cast.ben.desk, clock.now())
    clock.advance(60)
    few = page(ana, "/reports/licenses?period=today")
    enough = page(ana, f"/reports/licenses?{FEBRUARY}")

    assert [line.text for line in few.all("p", class_="sizing-doubt")] == [
        "These are few days: 1. Take at least 14 before you buy anything.",
        "These are few wishes: 1. The numbers may be far off.",
    ]
    assert enough.all("p", class_="sizing-doubt") == []


def test_where_nobody_wanted_in_there_is_no_answer(ana: FlaskClient) -> None:
    shown = page(ana, "/reports/licenses")

    assert shown.one("p", class_="empty-title").text == "Nobody wanted to be connected in this period"


def test_page_and_csv_agree_with_each_other(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    history = made_history(90, users=9, gap=300.0)
    import_history(database, "acme", as_file(history), clock.now())

    rows = table(page(ana, f"/reports/licenses?{FEBRUARY}"))
    exported = list(csv.DictReader(io.StringIO(ana.get(f"/reports/licenses.csv?{FEBRUARY}").text)))

    assert len(exported) == 50
    assert [(row[0], row[2], row[8]) for row in rows] == [
        (line["licenses"], line["refused"], f"{int(line['minutes']):,}") for line in exported[: len(rows)]
    ]
    wishes = len(held(history))
    assert [1 - int(line["refused"]) / wishes for line in exported] == [
        pytest.approx(float(line["served"])) for line in exported
    ]


def test_it_is_for_those_who_may_see_everybody(ben: FlaskClient, cast: Cast, deny: Deny) -> None:
    deny(cast.ben, Right.VIEW_DOMAIN_REPORTS)

    refused_page = page(ben, "/reports/licenses", 403)

    assert "Ask the account owner for the right to view domain reports." in refused_page.text
    assert ben.get("/reports/licenses.csv").status_code == 403
    tabs = page(ben, "/reports/usage").one("nav", aria_label="Reports")
    assert [tab.text for tab in tabs.all("a")] == ["Usage", "Sessions", "Refusals"]


def test_the_form_is_sent_before_the_answer_is_worked_out(
    ana: FlaskClient, three_at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def size(*arguments: Any, **more: Any) -> SizingReport:
        asked.append("asked")
        return size_licenses(*arguments, **more)

    monkeypatch.setattr(routes, "size_licenses", size)

    parts = ana.get(f"/reports/licenses?{FEBRUARY}", buffered=False).iter_encoded()
    first = next(iter(parts)).decode()

    assert asked == []
    assert "is replayed against each number of licenses" in first
    assert 'id="answer"' in b"".join(parts).decode()


def test_an_answer_that_fails_says_so_in_its_place(
    ana: FlaskClient, three_at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("out of paper")

    monkeypatch.setattr(routes, "size_licenses", fail)

    shown = page(ana, f"/reports/licenses?{FEBRUARY}")

    assert "Something went wrong." in shown.one("div", id="answer").text


def test_a_text_that_somebody_typed_never_stands_where_the_answer_goes(
    ana: FlaskClient, three_at_once: None
) -> None:
    shown = page(ana, f"/reports/licenses?{FEBRUARY}&currency=%3C!--%20the%20answer%20--%3E")

    assert len(shown.all("div", id="answer")) == 1
