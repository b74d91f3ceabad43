import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from tests.services.made_history import HEADER, as_file, held, made_history
from tests.services.plain_usage import curve_of, levels_of
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.web.html import Element
from tests.web.staging import Deny
from tests.web.visits import page
from webapp.db import Database
from webapp.domain.access import Right
from webapp.domain.periods import chosen_period
from webapp.models import Account
from webapp.services.import_history import import_history
from webapp.services.set_licenses import set_licenses

pytestmark = on_sqlite
DAY = "from=2025-02-03&to=2025-02-03"
THAT_DAY = chosen_period("2025-02-03", "2025-02-03", UTC)
LINES = [
    HEADER,
    "ben,=BEN-DESK,2025-02-03T08:00:00Z,2025-02-03T09:00:00Z,,,",
    "cleo,CLEO-DESK,2025-02-03T08:30:00Z,2025-02-03T10:00:00Z,,,",
]


@pytest.fixture
def morning(database: Database, cast: Cast, clock: FrozenClock) -> None:
    """Of three licenses one, then two, then one were in use on a Monday between 8 and 10."""
    import_history(database, "acme", LINES, clock.now())


def in_zone(database: Database, zone: str, language: str = "en") -> None:
    """The account is at another place."""
    place = {"time_zone": zone, "language": language}
    database.write(lambda tx: tx.execute(update(Account).values(place)))


def numbers(shown: Element, caption: str) -> list[tuple[str, ...]]:
    """The rows of the table behind a picture."""
    (table,) = [
        region.one("table")
        for region in shown.all("div", class_="numbers-table")
        if region.attributes["aria-label"] == caption
    ]
    return [
        tuple(cell.text for cell in row.content if isinstance(cell, Element))
        for row in table.one("tbody").all("tr")
    ]


def key_numbers(shown: Element) -> dict[str, str]:
    """The numbers that are seen first."""
    return {
        number.one("dt").text: number.one("span", class_="key-value").text
        for number in shown.one("dl", class_="key-numbers").all("div", class_="key-number")
    }


def read_csv(browser: FlaskClient, query: str, status: int = 200) -> list[dict[str, str]]:
    """What an export holds."""
    answer = browser.get(f"/reports/usage.csv?{query}")
    assert answer.status_code == status
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_the_page_tells_the_numbers_first_and_those_behind_each_picture(
    ana: FlaskClient, morning: None
) -> None:
    shown = page(ana, f"/reports/usage?{DAY}")

    assert key_numbers(shown) == {
        "Most in use at once": "2 of 3",
        "In use on average": "0.2",
        "All licenses in use": "0 s",
        "In use altogether": "2 h 30 min",
    }
    assert numbers(shown, "Licenses in use over time") == [
        ("3 Feb 2025, 00:00:00", "0", "3"),
        ("3 Feb 2025, 08:00:00", "1", "3"),
        ("3 Feb 2025, 08:30:00", "2", "3"),
        ("3 Feb 2025, 09:00:00", "1", "3"),
        ("3 Feb 2025, 10:00:00", "0", "3"),
    ]
    assert numbers(shown, "Most licenses in use at once by day") == [("Mon, 3 Feb 2025", "2")]
    assert [row[1] for row in numbers(shown, "Licenses in use by hour of the week")[7:11]] == [
        "0.0 / 0", "1.5 / 2", "1.0 / 1", "0.0 / 0",
    ]  # fmt: skip
    durations = numbers(shown, "For how long so many licenses were in use")
    assert [(row[0], row[1], row[3]) for row in durations] == [
        ("0", "80.0 %", "8 h"), ("1", "15.0 %", "1 h 30 min"), ("2", "5.0 %", "30 min"),
    ]  # fmt: skip


def test_sentences_tell_for_how_much_of_the_working_hours(ana: FlaskClient, morning: None) -> None:
    shown = page(ana, f"/reports/usage?{DAY}&work=mon&work_from=8&work_to=10")

    assert [line.text for line in shown.one("ul", class_="sentences").all("li")] == [
        "Most often 1 license was in use: 75 % of working hours.",
        "All 3 licenses were at no time in use at once in working hours.",
    ]


@pytest.mark.parametrize(
    "hours", ["work_from=8&work_to=18", "work=mon&work_from=18&work_to=8", "work=day&work_from=1&work_to=x"]
)
def test_working_hours_that_make_no_sense_are_told_and_the_usual_ones_count(
    ana: FlaskClient, morning: None, hours: str
) -> None:
    shown = page(ana, f"/reports/usage?{DAY}&{hours}", 422)

    assert "Shown is Mon–Fri, 8–18 h." in shown.one("div", id="hours-problem").text


@pytest.mark.parametrize("period", ["period=fortnight", "from=2025-02-30&to=2025-03-01", "from=2025-02-03"])
def test_a_period_that_there_is_not_is_told_and_nothing_else_is_exported_instead(
    ana: FlaskClient, morning: None, period: str
) -> None:
    shown = page(ana, f"/reports/usage?{period}", 422)

    assert shown.one("div", id="period-problem").text.endswith("Shown is: last 30 days.")
    read_csv(ana, period, 422)


def test_a_form_sends_the_days_of_its_period_and_only_days_that_were_changed_count(
    ana: FlaskClient, morning: None
) -> None:
    same = page(ana, "/reports/usage?period=7d&from=2026-02-24&to=2026-03-02")
    changed = page(ana, "/reports/usage?period=7d&from=2025-02-03&to=2025-02-03")

    assert [link.text for link in same.all("a", aria_current="true")] == ["Last 7 days"]
    assert [link.text for link in changed.all("a", aria_current="true")] == []
    assert key_numbers(changed)["Most in use at once"] == "2 of 3"


def test_a_period_that_has_not_begun_has_nothing_yet(ana: FlaskClient) -> None:
    shown = page(ana, "/reports/usage?from=2027-01-01&to=2027-01-02")

    assert shown.one("p", class_="empty-title").text == "Nothing yet"
    assert read_csv(ana, "from=2027-01-01&to=2027-01-02") == []


def test_own_reports_show_ones_own_use_and_no_report_shows_none(
    ben: FlaskClient, cast: Cast, deny: Deny, morning: None
) -> None:
    deny(cast.ben, Right.VIEW_DOMAIN_REPORTS)
    mine = page(ben, f"/reports/usage?{DAY}")
    own_rows = [row["in_use"] for row in read_csv(ben, DAY)]
    deny(cast.ben, Right.VIEW_OWN_REPORTS)
    none = page(ben, f"/reports/usage?{DAY}", 403)

    assert key_numbers(mine)["In use altogether"] == "1 h"
    assert own_rows == ["0", "1", "0"]
    assert [line.text for line in mine.all("th", scope="row") if "Cleo" in line.text] == []
    assert "Ask the account owner for the right to view reports." in none.text
    assert [link.text for link in none.all("a", class_="nav-link") if link.text == "Reports"] == []


def test_nothing_of_another_account_is_shown(gus: FlaskClient, morning: None) -> None:
    shown = page(gus, f"/reports/usage?{DAY}")

    assert key_numbers(shown)["In use altogether"] == "0 s"
    assert [row["in_use"] for row in read_csv(gus, DAY)] == ["0"]


def test_page_and_csv_agree_with_plain_counting(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    history = made_history(80, users=6, gap=500.0)
    import_history(database, "acme", as_file(history), clock.now())
    plain = curve_of(held(history), THAT_DAY.start, THAT_DAY.end)
    levels = levels_of(plain, THAT_DAY.end)

    exported = read_csv(ana, DAY)
    shown = page(ana, f"/reports/usage?{DAY}")

    assert [(datetime.fromisoformat(row["moment"]), int(row["in_use"])) for row in exported] == plain
    spans = [timedelta(seconds=float(row["seconds"])) for row in exported]
    assert sum(spans, timedelta()) == timedelta(days=1)
    assert [row[:2] for row in numbers(shown, "Licenses in use over time")] == [
        (at.strftime("%-d %b %Y, %H:%M:%S"), str(there)) for at, there in plain
    ]
    assert key_numbers(shown)["Most in use at once"] == f"{max(levels)} of 3"
    by_user = sum(float(row["seconds"]) for row in read_csv(ana, f"{DAY}&of=users"))
    assert by_user == pytest.approx(sum(there * time for there, time in levels.items()) / 1e6, abs=1e-5)


def test_the_csv_is_told_in_the_accounts_zone_and_runs_no_formula(
    ana: FlaskClient, database: Database, morning: None
) -> None:
    in_zone(database, "America/New_York")

    curve, devices = read_csv(ana, DAY), read_csv(ana, f"{DAY}&of=devices")

    assert [(row["moment"], row["in_use"], row["licenses"], row["seconds"]) for row in curve][:3] == [
        ("2025-02-03T00:00:00.000000-05:00", "0", "3", "10800.000000"),
        ("2025-02-03T03:00:00.000000-05:00", "1", "3", "1800.000000"),
        ("2025-02-03T03:30:00.000000-05:00", "2", "3", "1800.000000"),
    ]
    assert [row["device"] for row in devices] == ["CLEO-DESK", "'=BEN-DESK"]
    read_csv(ana, f"{DAY}&of=passwords", 404)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [("Europe/Ljubljana", "2025-03-30", 23), ("America/New_York", "2025-11-02", 25)],
)
def test_a_day_on_which_clocks_change_adds_up_to_its_true_length(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock, zone: str, day: str, hours: int
) -> None:
    in_zone(database, zone, "en")
    noon = f"{day}T12:00:00Z"
    lines = [HEADER, f"ben,BEN-DESK,{day}T11:00:00Z,{noon},,,"]
    import_history(database, "acme", lines, clock.now())

    exported = read_csv(ana, f"from={day}&to={day}")
    shown = page(ana, f"/reports/usage?from={day}&to={day}")

    assert sum(float(row["seconds"]) for row in exported) == hours * 3600
    assert {row["moment"][:10] for row in exported} == {day}
    assert [row["seconds"] for row in exported if row["in_use"] == "1"] == ["3600.000000"]
    assert [row[1] for row in numbers(shown, "Most licenses in use at once by day")] == ["1"]


def test_days_times_and_numbers_are_written_in_the_accounts_language_and_zone(
    ana: FlaskClient, database: Database, morning: None
) -> None:
    in_zone(database, "Europe/Ljubljana", "de")

    shown = page(ana, f"/reports/usage?{DAY}")

    assert ("3. Feb. 2025, 09:00:00", "1", "3") in numbers(shown, "Lizenzen in Nutzung im Zeitverlauf")
    assert key_numbers(shown)["In Nutzung im Durchschnitt"] == "0,3"


def test_a_change_of_the_number_of_licenses_is_a_step_of_its_own(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    set_licenses(database, "acme", 5, clock.advance(600))
    clock.advance(600)

    assert [(row["licenses"], row["seconds"]) for row in read_csv(ana, "period=today")] == [
        ("3", "33000.000000"), ("5", "600.000000"),
    ]  # fmt: skip


def test_the_picture_is_drawn_by_the_server_and_its_data_is_no_script(
    ana: FlaskClient, morning: None
) -> None:
    shown = page(ana, f"/reports/usage?{DAY}")
    island = shown.one("script", id="usage-curve-data")

    assert island.attributes["type"] == "application/json"
    curve = shown.one("div", id="usage-curve").one("path", class_="line-in-use").attributes["d"]
    assert curve.startswith("M0 100H333.33V75H354.17V50H375V75H416.67V100H1000")
    assert len(shown.one("table", class_="heat-map").all("td", class_="heat")) == 7 * 24
    assert len(shown.one("table", class_="heat-map").all("td", class_="heat-9")) == 1
