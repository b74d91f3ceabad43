import csv
import io
from datetime import timedelta
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from tests.services.acting import opened
from tests.services.made_history import Made, as_file
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.web.html import Element
from tests.web.staging import Deny
from tests.web.visits import HTMX, page, partials
from webapp.db import Database
from webapp.domain.access import Right
from webapp.models import Account
from webapp.services.end_session import end_session
from webapp.services.import_history import import_history
from webapp.services.terminate_sessions import terminate_sessions

pytestmark = on_sqlite
REPORTS = (Right.VIEW_OWN_REPORTS, Right.VIEW_DOMAIN_REPORTS)


def started(shown: Element) -> list[str]:
    """The first column of the table."""
    return [cell.text for cell in shown.all("td", data_label="Started")]


def column(shown: Element, label: str) -> list[str]:
    """A column of the table."""
    return [cell.text for cell in shown.all("td", data_label=label)]


def figures(shown: Element) -> list[str]:
    """The totals."""
    return [figure.text for figure in shown.one("ul", class_="report-figures").all("li")]


def exported(browser: FlaskClient, address: str) -> list[dict[str, str]]:
    """A CSV export, read back."""
    answer = browser.get(address)
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


@pytest.fixture
def three(database: Database, cast: Cast, clock: FrozenClock) -> None:
    """Three sessions: ana's was closed after a minute, ben's was ended by ana, cleo's is open."""
    first = opened(database, cast.ana.desk, clock.now(), "SRV-1").id
    end_session(database, cast.ana.desk.actor, first, clock.advance(60))
    second = opened(database, cast.ben.desk, clock.now(), "SRV-2").id
    terminate_sessions(database, cast.ana.actor, [second], "Lunch", clock.advance(30))
    opened(database, cast.cleo.desk, clock.advance(40), "KIOSK")


def test_the_newest_comes_first_with_who_where_how_long_and_how_it_ended(
    ana: FlaskClient, three: None
) -> None:
    shown = page(ana, "/reports/sessions")

    assert started(shown) == ["2 Mar 2026, 09:02", "2 Mar 2026, 09:01", "2 Mar 2026, 09:00"]
    assert column(shown, "User") == ["Cleo Marsh cleo", "Ben Okafor ben", "Ana Novak ana"]
    assert column(shown, "Duration") == ["0 s", "1 min", "1 min"]
    assert column(shown, "Ended") == ["Open", "Ended by Ana Novak Lunch", "Closed by its user"]
    assert figures(shown) == ["3 sessions", "0.0 hours", "3 users", "3 devices"]


@pytest.mark.parametrize(
    ("query", "users"),
    [
        ("user=BEN", ["Ben Okafor ben"]),
        ("user=marsh", ["Cleo Marsh cleo"]),
        ("device=ana-d", ["Ana Novak ana"]),
        ("remote=srv", ["Ben Okafor ben", "Ana Novak ana"]),
        ("state=open", ["Cleo Marsh cleo"]),
        ("ended=terminated", ["Ben Okafor ben"]),
        ("kind=support", []),
        ("paid=ppu", []),
        ("sort=user", ["Ana Novak ana", "Ben Okafor ben", "Cleo Marsh cleo"]),
        ("sort=user&order=desc", ["Cleo Marsh cleo", "Ben Okafor ben", "Ana Novak ana"]),
        ("sort=started&order=asc", ["Ana Novak ana", "Ben Okafor ben", "Cleo Marsh cleo"]),
        ("state=bogus&sort=bogus&ended=x&after=x", ["Cleo Marsh cleo", "Ben Okafor ben", "Ana Novak ana"]),
        ("from=2026-03-01&to=2026-03-01", []),
    ],
)
def test_filters_and_order_live_in_the_address(
    ana: FlaskClient, three: None, query: str, users: list[str]
) -> None:
    assert column(page(ana, f"/reports/sessions?{query}"), "User") == users


def test_the_form_shows_the_filters_and_links_keep_them(ana: FlaskClient, three: None) -> None:
    shown = page(ana, "/reports/sessions?user=ben&ended=terminated&period=7d")

    assert shown.one("input", name="user").attributes["value"] == "ben"
    chosen = [option.attributes["value"] for option in shown.all("option", selected="")]
    assert "terminated" in chosen
    export = next(link.attributes["href"] for link in shown.all("a") if "data-export" in link.attributes)
    assert export == "/reports/sessions.csv?period=7d&user=ben&ended=terminated"
    headings = [link.attributes["href"] for link in shown.all("a", class_="sort-link")]
    assert headings[1] == "/reports/sessions?period=7d&user=ben&ended=terminated&sort=user"
    presets = shown.one("nav", aria_label="Period").all("a")
    assert all("user=ben" in link.attributes["href"] for link in presets)


def test_nothing_found_says_so_and_leads_back(ana: FlaskClient, three: None) -> None:
    shown = page(ana, "/reports/sessions?user=nobody&period=7d")

    assert "No session matches" in shown.text
    assert "/reports/sessions?period=7d" in [a.attributes["href"] for a in shown.all("a", class_="btn")]


def test_what_is_typed_may_hold_anything(ana: FlaskClient, three: None) -> None:
    for text in ("<script>alert(1)</script>", "%", "_", "\0", "'\"", "\\"):
        answer = ana.get("/reports/sessions?" + urlencode({"user": text, "remote": text}))

        assert answer.status_code == 200
        assert "<script>alert" not in answer.text


def test_htmx_gets_what_follows_the_filters_and_the_address(ana: FlaskClient, three: None) -> None:
    typed = ana.get("/reports/sessions?user=ben&device=&period=7d", headers=HTMX)
    clicked = ana.get("/reports/sessions?sort=user", headers={**HTMX, "HX-Source": "a"})

    assert partials(typed) == ["#report-top", "#report-table"]
    assert typed.headers["HX-Replace-Url"] == "/reports/sessions?period=7d&user=ben"
    assert partials(clicked) == ["#report-top", "#report-filters", "#report-table"]
    assert clicked.headers["HX-Push-Url"] == "/reports/sessions?period=30d&sort=user"


def test_a_period_that_cannot_be_is_422_and_says_why(ana: FlaskClient) -> None:
    assert "not before the first" in page(ana, "/reports/sessions?from=2026-03-02&to=2026-03-01", 422).text
    assert ana.get("/reports/sessions.csv?from=2026-03-02&to=2026-03-01").status_code == 422
    assert ana.get("/reports/sessions?from=x&to=y", headers=HTMX).status_code == 422


def test_pages_follow_each_other_and_the_totals_are_of_all(
    ana: FlaskClient, database: Database, clock: FrozenClock
) -> None:
    now = clock.now()
    many = [
        Made(f"user{n % 5}", "PC", now - timedelta(hours=n), now - timedelta(hours=n, minutes=-9))
        for n in range(1, 151)
    ]
    import_history(database, "acme", as_file(many), now)

    first = page(ana, "/reports/sessions?sort=user")
    (following,) = [a.attributes["href"] for a in first.all("a") if a.text == "Next 100 sessions"]
    second = page(ana, following)

    assert (len(started(first)), len(started(second))) == (100, 50)
    assert figures(first) == figures(second) == ["150 sessions", "22.5 hours", "5 users", "1 device"]
    assert column(first, "User") + column(second, "User") == sorted(
        column(first, "User") + column(second, "User")
    )
    assert not [a for a in second.all("a") if a.text == "Next 100 sessions"]


def test_times_are_of_the_accounts_time_zone(ana: FlaskClient, three: None, database: Database) -> None:
    zone = update(Account).where(Account.domain == "acme").values(time_zone="Europe/Ljubljana")
    database.write(lambda tx: tx.execute(zone))

    assert started(page(ana, "/reports/sessions"))[0] == "2 Mar 2026, 10:02"
    assert exported(ana, "/reports/sessions.csv")[0]["started"] == "2026-03-02T10:00:00.000000+01:00"


def test_the_export_has_exactly_what_the_filters_select_oldest_first(ana: FlaskClient, three: None) -> None:
    answer = ana.get("/reports/sessions.csv?remote=srv&from=2026-03-01&to=2026-03-31")

    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="sessions-of-acme-2026-03-01-to-2026-03-31.csv"'
    )
    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert [(row["user"], row["remote"], row["seconds"], row["ended_by"]) for row in rows] == [
        ("ana", "SRV-1", "60.000000", ""),
        ("ben", "SRV-2", "60.000000", "Ana Novak"),
    ]


def test_nothing_in_an_export_runs_in_a_spreadsheet(
    ana: FlaskClient, cast: Cast, database: Database, clock: FrozenClock
) -> None:
    opened(database, cast.ben.desk, clock.now(), '=HYPERLINK("http://evil.example")')

    assert exported(ana, "/reports/sessions.csv")[0]["remote"] == '\'=HYPERLINK("http://evil.example")'


def test_what_was_exported_can_be_imported(
    ana: FlaskClient, gus: FlaskClient, three: None, database: Database, clock: FrozenClock
) -> None:
    text = ana.get("/reports/sessions.csv?state=ended").text

    done = import_history(database, "globex", text.splitlines(keepends=True), clock.advance(60))

    assert (done.sessions, done.bad) == (2, [])


def test_ones_own_reports_have_nobody_else_in_them(
    ben: FlaskClient, cast: Cast, three: None, deny: Deny, database: Database, clock: FrozenClock
) -> None:
    theirs = opened(database, cast.cleo.desk, clock.now()).id
    deny(cast.ben, Right.VIEW_DOMAIN_REPORTS)

    shown = page(ben, "/reports/sessions")

    assert (started(shown), column(shown, "User")) == (["2 Mar 2026, 09:01"], [])
    assert figures(shown) == ["1 session", "0.0 hours", "1 device"]
    assert column(page(ben, "/reports/sessions?user=cleo"), "Started") == []
    assert [row["user"] for row in exported(ben, "/reports/sessions.csv")] == ["ben"]
    page(ben, f"/reports/sessions/{theirs}", 404)


def test_without_a_right_to_reports_the_page_says_whom_to_ask(
    ben: FlaskClient, cast: Cast, deny: Deny
) -> None:
    deny(cast.ben, *REPORTS)

    assert "Ask the account owner" in page(ben, "/reports/sessions", 403).text
    assert ben.get("/reports/sessions.csv").status_code == 403


def test_a_neighbour_sees_nothing(gus: FlaskClient, three: None) -> None:
    assert started(page(gus, "/reports/sessions")) == []
    assert exported(gus, "/reports/sessions.csv") == []


def test_a_session_has_a_page_with_its_timeline(
    ana: FlaskClient, three: None, database: Database, cast: Cast
) -> None:
    shown = page(ana, "/reports/sessions?ended=terminated")
    (link,) = [cell.one("a").attributes["href"] for cell in shown.all("td", data_label="Started")]

    told = page(ana, link)

    assert told.one("h2").text == "Unattended session of Ben Okafor"
    assert [moment.text for moment in told.one("ol", class_="timeline-list").all("li")] == [
        "Mon, 2 Mar 2026 09:01:00 Ben Okafor opened it from BEN-DESK On License 1.",
        "09:01:30 Ana Novak asked to end it “Lunch” To be closed at 09:02:00.",
        "09:02:00 Ended by Ana Novak Seatkeeper closed it when the time was up.",
    ]


def test_a_made_up_session_is_404(ana: FlaskClient) -> None:
    page(ana, f"/reports/sessions/{uuid4()}", 404)
    page(ana, "/reports/sessions/1", 404)
