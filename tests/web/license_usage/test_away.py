"""After a restart or a fail-over License Usage says when, and what became of the sessions."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.services.acting import opened
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.web.staging import Deny
from tests.web.visits import page, send
from webapp.db import Database
from webapp.domain.access import Right
from webapp.services.finalise_overdue_sessions import finalise_overdue_sessions
from webapp.services.keep_heartbeat import keep_heartbeat
from webapp.services.renew_leases import renew_device_leases

pytestmark = on_sqlite
GoAway = Callable[[float], None]


@pytest.fixture
def go_away(database: Database, clock: FrozenClock) -> GoAway:
    """The server goes away for so many seconds."""

    def away(seconds: float) -> None:
        keep_heartbeat(database, clock.advance(3))
        keep_heartbeat(database, clock.advance(seconds))
        finalise_overdue_sessions(database, clock.now())

    return away


def told(browser: FlaskClient) -> list[str]:
    """What stands above the table."""
    return [tip.one("p").text for tip in page(browser, "/usage").one(id="usage-tips").all(class_="tip")]


def test_it_says_how_many_sessions_were_confirmed_again_and_dropped(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock, go_away: GoAway
) -> None:
    for seat in (cast.ben.desk, cast.ben.laptop, cast.cleo.desk):
        opened(database, seat, clock.now())
    clock.advance(5)
    go_away(60)
    when = "Between 09:00 UTC and 09:01 UTC the server was away. "
    assert told(ana) == [f"{when}0 sessions were confirmed again, 0 were dropped, 3 have not come back yet."]

    for seat in (cast.ben.desk, cast.ben.laptop):
        renew_device_leases(database, seat.actor, clock.advance(1))
    assert told(ana) == [f"{when}2 sessions were confirmed again, 0 were dropped, 1 has not come back yet."]

    clock.advance(60)
    assert told(ana) == [f"{when}2 sessions were confirmed again, 1 was dropped."], "nobody wrote it down yet"
    finalise_overdue_sessions(database, clock.now())
    assert told(ana) == [f"{when}2 sessions were confirmed again, 1 was dropped."]
    link = page(ana, "/usage").one(id="tip-away").all(class_="btn")[0]
    assert (link.text, link.attributes["href"]) == (
        "See which were dropped",
        "/reports/sessions?ended=lease_lapsed",
    )


def test_after_an_outage_longer_than_the_lease_all_were_dropped(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock, go_away: GoAway
) -> None:
    opened(database, cast.ben.desk, clock.now())
    go_away(300)

    assert told(ana) == [
        "Between 09:00 UTC and 09:05 UTC the server was away. 0 sessions were confirmed again, 1 was dropped."
    ]


def test_a_short_restart_and_one_that_met_no_session_are_not_told(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock, go_away: GoAway
) -> None:
    go_away(3600)
    opened(database, cast.ben.desk, clock.now())
    go_away(9)

    assert told(ana) == []


def test_who_may_view_only_their_own_sessions_is_told_of_those_alone(
    ben: FlaskClient, gus: FlaskClient, database: Database, cast: Cast, clock: FrozenClock,
    go_away: GoAway, deny: Deny,
) -> None:  # fmt: skip
    deny(cast.ben, Right.VIEW_DOMAIN)
    opened(database, cast.cleo.desk, clock.now())
    go_away(20)
    assert (told(ben), told(gus)) == ([], []), "it was cleo's session"

    opened(database, cast.ben.desk, clock.now())
    go_away(20)

    (tip,) = told(ben)
    assert tip.endswith("0 sessions were confirmed again, 0 were dropped, 1 has not come back yet.")
    assert told(gus) == []


def test_it_can_be_closed_and_the_next_time_is_told_again(
    ana: FlaskClient, ben: FlaskClient, database: Database, cast: Cast, clock: FrozenClock, go_away: GoAway
) -> None:
    opened(database, cast.cleo.desk, clock.now())
    go_away(20)

    assert send(ana, "/usage/tips/away/close").status_code == 303

    assert (len(told(ana)), len(told(ben))) == (0, 1)
    go_away(20)
    assert len(told(ana)) == 1


def test_it_is_told_for_a_day(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock, go_away: GoAway
) -> None:
    opened(database, cast.cleo.desk, clock.now())
    go_away(20)
    clock.advance(86_399)
    assert len(told(ana)) == 1

    clock.advance(1)

    assert told(ana) == []
