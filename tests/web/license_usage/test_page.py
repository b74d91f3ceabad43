import pytest
from flask.testing import FlaskClient

from tests.services.acting import opened
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.web.staging import Deny, keep
from tests.web.visits import HTMX, page, partials, rows
from webapp.db import Database
from webapp.domain.access import Right
from webapp.services.terminate_sessions import terminate_sessions

pytestmark = on_sqlite
ANA = ("License 1 · Ana Novak (you) on ANA-DESK since 09:00 UTC — end both sessions to free it",)
BEN = ("License 2 · Ben Okafor on BEN-DESK since 10:04 UTC",)
SRV_1 = ("Unattended session", "SRV-1", "Active Pause", "09:00 UTC", "1:04:22")
SRV_2 = ("Unattended session", "SRV-2", "Active Pause", "09:00 UTC", "1:04:22")
KIOSK = ("Unattended session", "KIOSK", "Active", "10:04 UTC", "0:00")


@pytest.fixture
def sessions(database: Database, cast: Cast, clock: FrozenClock) -> None:
    """Ana has two sessions on her desk, renewed for an hour; ben has just opened one."""
    opened(database, cast.ana.desk, clock.now(), "SRV-1")
    opened(database, cast.ana.desk, clock.now(), "SRV-2")
    keep(database, cast.ana.desk, clock, 3862)
    opened(database, cast.ben.desk, clock.now(), "KIOSK")


@pytest.mark.usefixtures("sessions")
def test_sessions_stand_under_the_license_that_they_hold(ana: FlaskClient) -> None:
    assert rows(page(ana, "/usage")) == [ANA, SRV_1, SRV_2, BEN, KIOSK]


@pytest.mark.usefixtures("sessions")
def test_the_overview_counts_licenses_in_use_and_says_which_are_whose(ana: FlaskClient) -> None:
    overview = page(ana, "/usage").one(id="usage-overview")

    assert overview.one(class_="usage-sum").text == "2 of 3 licenses in use 1 free"
    assert overview.one(class_="segments").attributes["aria-label"] == "1 yours, 1 held by others, 1 free"


@pytest.mark.usefixtures("sessions")
@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("q=kiosk", [BEN, KIOSK]),
        ("q=novak", [ANA, SRV_1, SRV_2]),
        ("show=mine", [ANA, SRV_1, SRV_2]),
        ("show=ending", []),
        ("after=1", [BEN, KIOSK]),
        ("q=nothing", []),
        ("show=nonsense&after=x&refusal=y", [ANA, SRV_1, SRV_2, BEN, KIOSK]),
    ],
)
def test_the_address_says_what_is_shown(ana: FlaskClient, query: str, shown: list[tuple[str, ...]]) -> None:
    assert rows(page(ana, f"/usage?{query}")) == shown


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("", "No session is open"),
        ("?show=mine", "You have no session open"),
        ("?show=ending", "No session is ending"),
        ("?q=<b>", "Nothing matches “<b>”"),
    ],
)
def test_an_empty_page_says_why(ana: FlaskClient, query: str, title: str) -> None:
    assert page(ana, f"/usage{query}").one(class_="empty-title").text == title


@pytest.mark.usefixtures("sessions")
def test_a_search_answers_htmx_with_the_rows_and_a_stream_that_follows_it(ana: FlaskClient) -> None:
    response = ana.get("/usage?q=kiosk&show=all&after=", headers=HTMX)

    assert partials(response) == [
        "#usage-refusal",
        "#usage-overview",
        "#usage-tips",
        "#usage-table",
        "#usage-stream",
    ]
    assert response.headers["HX-Replace-Url"] == "/usage?q=kiosk"
    assert 'hx-sse:connect="/usage/events?q=kiosk&amp;shows=' in response.text


@pytest.mark.usefixtures("sessions")
def test_another_account_sees_nothing_of_it(gus: FlaskClient) -> None:
    usage = page(gus, "/usage?q=ben")

    assert rows(usage) == []
    assert usage.one(class_="usage-sum").text == "0 of 2 licenses in use 2 free"


@pytest.mark.usefixtures("sessions")
def test_who_may_view_only_their_own_sessions_sees_those_and_is_told_so(
    ben: FlaskClient, cast: Cast, deny: Deny
) -> None:
    deny(cast.ben, Right.VIEW_DOMAIN)

    usage = page(ben, "/usage")

    own = (*KIOSK[:2], "Active Pause", *KIOSK[3:])
    assert rows(usage) == [("License 2 · Ben Okafor (you) on BEN-DESK since 10:04 UTC",), own]
    assert usage.one(class_="usage-foot").text == "You see your own sessions only."


def test_who_may_view_nothing_is_told_whom_to_ask(ben: FlaskClient, cast: Cast, deny: Deny) -> None:
    deny(cast.ben, Right.VIEW_OWN, Right.VIEW_DOMAIN)

    without = page(ben, "/usage", status=403)

    assert without.one("p", class_="text-secondary").text.startswith("You may not view License Usage.")
    assert without.all("table") == []


@pytest.mark.usefixtures("sessions")
def test_a_tick_is_offered_only_for_what_the_actor_may_end(ben: FlaskClient, cast: Cast, deny: Deny) -> None:
    deny(cast.ben, Right.CONTROL_DOMAIN)

    ticks = page(ben, "/usage").all("input", name="session", data_tick="")

    assert [tick.attributes["aria-label"] for tick in ticks] == [
        "Select Unattended session to KIOSK, Ben Okafor (you) on BEN-DESK"
    ]


def test_an_ending_session_counts_down_and_says_by_whom_and_why(
    database: Database, cast: Cast, clock: FrozenClock, ana: FlaskClient
) -> None:
    session = opened(database, cast.ben.desk, clock.now(), "KIOSK")
    terminate_sessions(database, cast.ana.actor, [session.id], "Lunch", clock.now())
    clock.advance(7.5)

    assert rows(page(ana, "/usage")) == [
        ("License 1 · Ben Okafor on BEN-DESK since 09:00 UTC — free when this has ended",),
        (
            "Unattended session Ended by Ana Novak: Lunch (not told yet)",
            "KIOSK",
            "Ending in 0:23 Keep it open Unattended session to KIOSK, Ben Okafor on BEN-DESK",
            "09:00 UTC",
            "0:07",
        ),
    ]
