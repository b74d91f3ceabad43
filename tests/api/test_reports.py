from itertools import pairwise
from typing import Any

import pytest

from tests.api.conftest import DenyRights
from tests.api.programs import Program, found, problem
from tests.services.acting import opened, refused
from tests.services.made_history import Made, as_file
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from webapp.db import Database
from webapp.domain.access import Right
from webapp.services.end_session import end_session
from webapp.services.import_history import import_history

pytestmark = on_sqlite
ALL = ("sessions", "refusals", "usage")


@pytest.fixture
def busy(database: Database, cast: Cast, clock: FrozenClock) -> None:
    """ana's session was closed after a minute, ben's two and cleo's are open, and cleo was refused on her laptop."""
    first = opened(database, cast.ana.desk, clock.now(), "SRV-1").id
    end_session(database, cast.ana.desk.actor, first, clock.advance(60))
    opened(database, cast.ben.desk, clock.now(), "SRV-2")
    opened(database, cast.ben.laptop, clock.advance(1), "SRV-3")
    opened(database, cast.cleo.desk, clock.advance(1), "KIOSK")
    refused(database, cast.cleo.laptop, clock.advance(1))


def pages(program: Program, address: str) -> list[dict[str, Any]]:
    """All items, page after page."""
    items, after = [], ""
    while True:
        answer = found(program.get(f"{address}&limit=2{after}"))
        items += answer["items"]
        if answer["next"] is None:
            return items
        after = "&after=" + answer["next"].replace("+", "%2B")


def test_sessions_come_page_by_page_in_any_order(ben: Program, busy: None) -> None:
    newest = pages(ben, "/reports/sessions?period=today")
    by_user = pages(ben, "/reports/sessions?period=today&sort=user&descending=false")

    assert [item["remote"] for item in newest] == ["KIOSK", "SRV-3", "SRV-2", "SRV-1"]
    assert [item["user"] for item in by_user] == ["ana", "ben", "ben", "cleo"]


def test_totals_are_of_all_pages(ben: Program, busy: None) -> None:
    totals = found(ben.get("/reports/sessions?limit=1"))["totals"]

    assert totals == {"sessions": 4, "seconds": 60 + 3 + 2 + 1, "users": 3, "devices": 4}


def test_filters_select(ben: Program, busy: None) -> None:
    def remotes(query: str) -> list[str]:
        return [item["remote"] for item in found(ben.get(f"/reports/sessions?{query}"))["items"]]

    assert remotes("user=okafor&remote=srv") == ["SRV-3", "SRV-2"]
    assert remotes("state=ended") == ["SRV-1"]
    assert remotes("end_reason=closed_by_client&funding=license&kind=unattended") == ["SRV-1"]
    assert remotes("from=2026-03-01&to=2026-03-01") == []


def test_refusals_tell_what_became_of_them(ben: Program, busy: None) -> None:
    answer = found(ben.get("/reports/refusals"))

    (item,) = answer["items"]
    assert (item["user"], item["device"], item["outcome"], item["tries"]) == (
        "cleo",
        "CLEO-LAPTOP",
        "waiting",
        1,
    )
    assert answer["totals"] == {
        "wishes": 1,
        "refusals": 1,
        "users": 1,
        "by_outcome": {"waiting": 1},
        "by_reason": {"account_limit": 1},
    }


def test_usage_tells_every_change_and_sums_the_period_up_once(ben: Program, busy: None) -> None:
    spans = pages(ben, "/reports/usage?period=today")
    whole = found(ben.get("/reports/usage?period=today"))

    assert [span["in_use"] for span in spans] == [0, 1, 2, 3]
    assert spans == whole["items"]
    assert all(one["until"] == following["at"] for one, following in pairwise(spans))
    assert whole["summary"]["peak"] == 3
    levels = {level["in_use"]: level["seconds"] for level in whole["summary"]["levels"] if level["in_use"]}
    assert levels == {1: 61, 2: 1, 3: 1}
    assert found(ben.get("/reports/usage?period=today&after=2026-03-02T09:00:00Z"))["summary"] is None


def test_ones_own_reports_have_nobody_else_in_them(
    ben: Program, cast: Cast, busy: None, deny: DenyRights
) -> None:
    deny(cast.ben, Right.VIEW_DOMAIN_REPORTS)

    assert {item["user"] for item in found(ben.get("/reports/sessions"))["items"]} == {"ben"}
    assert found(ben.get("/reports/refusals"))["items"] == []
    assert found(ben.get("/reports/usage"))["summary"]["peak"] == 2


def test_without_a_right_to_reports_all_are_forbidden(ben: Program, cast: Cast, deny: DenyRights) -> None:
    deny(cast.ben, Right.VIEW_DOMAIN_REPORTS, Right.VIEW_OWN_REPORTS)

    for report in ALL:
        assert problem(ben.get(f"/reports/{report}")) == (403, "forbidden")


def test_a_neighbour_sees_nothing(gus: Program, busy: None) -> None:
    assert found(gus.get("/reports/sessions"))["totals"]["sessions"] == 0
    assert found(gus.get("/reports/refusals"))["totals"]["wishes"] == 0
    assert found(gus.get("/reports/usage"))["summary"]["peak"] == 0


@pytest.mark.parametrize(
    "query",
    [
        "period=bogus",
        "from=2026-03-02",
        "from=2026-03-02&to=2026-03-01",
        "period=7d&from=2026-03-01&to=2026-03-02",
        "after=bogus",
        "limit=0",
        "limit=1001",
    ],
)
@pytest.mark.parametrize("report", ALL)
def test_what_cannot_be_used_is_422(ben: Program, report: str, query: str) -> None:
    assert problem(ben.get(f"/reports/{report}?{query}")) == (422, "invalid-request")


def test_a_period_that_has_not_begun_is_empty(ben: Program) -> None:
    answer = found(ben.get("/reports/usage?from=2026-04-01&to=2026-04-02"))

    assert answer == {"items": [], "summary": None, "next": None}


def test_an_imported_history_is_reported(
    ben: Program, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    at = clock.now()
    import_history(database, "acme", as_file([Made("zoe", "PC", at, clock.advance(90))]), clock.advance(1))

    (item,) = found(ben.get("/reports/sessions"))["items"]

    assert (item["user"], item["seconds"], item["funding"]) == ("zoe", 90.0, "license")
