import csv
import io

import pytest
from flask.testing import FlaskClient

from tests.services.acting import opened, refused
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.web.html import Element
from tests.web.staging import Deny
from tests.web.visits import HTMX, page, partials
from webapp.db import Database
from webapp.domain.access import Right

pytestmark = on_sqlite


@pytest.fixture
def turned_away(database: Database, cast: Cast, clock: FrozenClock) -> str:
    """All licenses are held; cleo was refused and got in after two minutes, ben was refused and gave up."""
    for seat in (cast.ana.desk, cast.ana.laptop, cast.ben.desk):
        opened(database, seat, clock.now())
    refused(database, cast.ben.laptop, clock.advance(10), "SRV-9")
    refusal = str(refused(database, cast.cleo.desk, clock.now(), "=1+1").refusal_id)
    opened(database, cast.cleo.desk, clock.advance(120))
    return refusal


def rows(shown: Element) -> list[tuple[str, ...]]:
    """The table as it reads."""
    return [
        tuple(shown.all("td", data_label=label)[n].text for label in ("Who", "Wanted", "Tries", "Outcome"))
        for n in range(len(shown.all("td", data_label="Outcome")))
    ]


def test_it_tells_who_what_they_wanted_and_what_became_of_it(ana: FlaskClient, turned_away: str) -> None:
    shown = page(ana, "/reports/refusals")

    assert sorted(rows(shown)) == [
        ("Ben Okafor BEN-LAPTOP", "SRV-9", "1 try", "Gave up"),
        ("Cleo Marsh CLEO-DESK", "=1+1", "1 try", "Got in after 2 min"),
    ]
    figures = [figure.text for figure in shown.one("ul", class_="report-figures").all("li")]
    assert figures == ["2 times somebody was turned away", "2 refusals, with all retries", "2 users"]


def test_the_bar_has_a_part_for_each_outcome_as_wide_as_it_is_often(
    ana: FlaskClient, turned_away: str
) -> None:
    bar = page(ana, "/reports/refusals").one("svg", class_="outcomes-bar")

    parts = [(p.attributes["class"], p.attributes["x"], p.attributes["width"]) for p in bar.all("rect")]
    assert parts == [("outcome-got_in", "0.0", "500.0"), ("outcome-gave_up", "500.0", "500.0")]
    assert bar.attributes["aria-label"] == "What became of it: 1 got in later, 1 gave up"


def test_who_held_the_licenses_then_is_shown_on_demand(ana: FlaskClient, turned_away: str) -> None:
    shown = page(ana, "/reports/refusals")
    (link,) = [a.attributes["href"] for a in shown.all("a", id=f"toggle-{turned_away}")]

    opened_up = page(ana, link)

    assert [item.text for item in opened_up.one("ul", class_="holders").all("li")] == [
        "License 1: Ana Novak on ANA-DESK",
        "License 2: Ana Novak on ANA-LAPTOP",
        "License 3: Ben Okafor on BEN-DESK",
    ]
    toggle = opened_up.one("a", id=f"toggle-{turned_away}")
    assert toggle.attributes["aria-expanded"] == "true"
    assert "held=" not in toggle.attributes["href"]


def test_htmx_gets_the_table_and_an_address_to_come_back_to(ana: FlaskClient, turned_away: str) -> None:
    answer = ana.get(f"/reports/refusals?held={turned_away}", headers={**HTMX, "HX-Source": "a"})

    assert partials(answer) == ["#report-table"]
    assert answer.headers["HX-Push-Url"] == f"/reports/refusals?period=30d&held={turned_away}"


def test_the_export_is_safe_and_has_each_wish(ana: FlaskClient, turned_away: str) -> None:
    answer = ana.get("/reports/refusals.csv?from=2026-03-01&to=2026-03-31")

    found = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert sorted(
        (row["user"], row["remote"], row["outcome"], row["got_in_after_seconds"]) for row in found
    ) == [
        ("ben", "SRV-9", "gave_up", ""),
        ("cleo", "'=1+1", "got_in", "120.000000"),
    ]
    assert 'filename="refusals-of-acme-2026-03-01-to-2026-03-31.csv"' in answer.headers["Content-Disposition"]


def test_when_nobody_was_refused_it_says_so(ana: FlaskClient) -> None:
    assert "Nobody was refused" in page(ana, "/reports/refusals").text


def test_ones_own_refusals_come_without_the_names_of_others(
    ben: FlaskClient, cast: Cast, turned_away: str, deny: Deny
) -> None:
    deny(cast.ben, Right.VIEW_DOMAIN_REPORTS)

    shown = page(ben, f"/reports/refusals?held={turned_away}")

    assert [cell.text for cell in shown.all("td", data_label="Wanted")] == ["SRV-9 BEN-LAPTOP"]
    assert shown.all("ul", class_="holders") == []
    assert "Cleo" not in shown.text
    assert "Ana Novak" not in shown.text


def test_a_neighbour_sees_nothing(gus: FlaskClient, turned_away: str) -> None:
    shown = page(gus, f"/reports/refusals?held={turned_away}")

    assert "Nobody was refused" in shown.text
    assert "Ana" not in shown.text


def test_license_usage_leads_to_the_refusals_for_who_may_view_reports(
    ben: FlaskClient, cast: Cast, deny: Deny
) -> None:
    address = "/reports/refusals?period=7d"
    assert address in [a.attributes["href"] for a in page(ben, "/usage").all("a")]

    deny(cast.ben, Right.VIEW_OWN_REPORTS, Right.VIEW_DOMAIN_REPORTS)

    assert address not in [a.attributes["href"] for a in page(ben, "/usage").all("a")]
