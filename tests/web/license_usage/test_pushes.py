"""What an open page is sent: the parts that changed, of the table the rows that changed, to each viewer as they may see it."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask

from tests.services.acting import opened, with_rights
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.web.html import Element, read
from tests.web.visits import rows
from webapp.db import Database
from webapp.domain.access import Actor, Right
from webapp.services.shared_reads import SharedReads
from webapp.services.terminate_sessions import terminate_sessions
from webapp.web.license_usage.live import render_update

pytestmark = on_sqlite
TABLE, OVERVIEW = "#usage-table", "#usage-overview"


@pytest.fixture(autouse=True)
def _streaming(app: Flask) -> Iterator[None]:
    """Within a stream of the page."""
    with app.test_request_context("/usage/events"):
        yield


def push(actor: Actor, now: datetime, reads: SharedReads, sent: object = None) -> tuple[Element, object]:
    """One update."""
    html, shown = render_update(actor, {}, now, reads, sent)
    return read(html), shown


def targets(update: Element) -> list[str | None]:
    """Which parts of the page it changes."""
    return [part.attributes["hx-target"] for part in update.all("hx-partial")]


def sent_rows(update: Element) -> list[bool]:
    """For each license whether its rows are sent; False: the page has them."""
    return ["data-same" not in body.attributes for body in update.all("tbody")]


def test_rows_that_did_not_change_are_not_sent_again(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    first = opened(database, cast.ben.desk, clock.now(), "ONE")
    opened(database, cast.cleo.desk, clock.now(), "TWO")
    whole, sent = push(cast.ana.actor, clock.now(), SharedReads())
    terminate_sessions(database, cast.ana.actor, [first.id], None, clock.advance(5))

    update, _ = push(cast.ana.actor, clock.now(), SharedReads(), sent)

    assert (sent_rows(whole), sent_rows(update)) == ([True, True], [True, False])
    assert TABLE in targets(update)


def test_a_page_that_shows_all_of_it_already_is_sent_nothing(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    opened(database, cast.ben.desk, clock.now(), "ONE")
    _, sent = push(cast.ana.actor, clock.now(), SharedReads())

    html, shown = render_update(cast.ana.actor, {}, clock.advance(5), SharedReads(), sent)

    assert (html, shown) == ("", sent)


def test_a_change_on_another_page_changes_the_numbers_alone(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    own_only = with_rights(cast.cleo.actor, Right.VIEW_OWN, Right.CONTROL_OWN)
    opened(database, cast.cleo.desk, clock.now(), "MINE")
    _, sent = push(own_only, clock.now(), SharedReads())
    opened(database, cast.ben.desk, clock.advance(1), "NOT MINE")

    update, _ = push(own_only, clock.now(), SharedReads(), sent)

    assert targets(update) == [OVERVIEW]


def test_viewers_who_were_woken_together_each_see_what_they_may(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    opened(database, cast.ben.desk, clock.now(), "BENS")
    opened(database, cast.cleo.desk, clock.now(), "CLEOS")
    looking = with_rights(cast.cleo.actor, Right.VIEW_OWN, Right.VIEW_DOMAIN)
    own_only = with_rights(cast.cleo.actor, Right.VIEW_OWN)
    everybody = (cast.ana.actor, cast.ben.actor, cast.cleo.actor, looking, own_only, cast.gus.actor)
    together = SharedReads()

    shared = [push(actor, clock.now(), together)[0] for actor in everybody]

    alone = [push(actor, clock.now(), SharedReads())[0] for actor in everybody]
    assert [rows(update) for update in shared] == [rows(update) for update in alone]
    assert [update.text for update in shared] == [update.text for update in alone]
    assert ["may-end" in str(update) for update in shared] == ["may-end" in str(update) for update in alone]
    assert [len(update.all("tbody")) for update in shared] == [2, 2, 2, 2, 1, 0]


def test_how_long_a_session_has_lasted_is_right_in_rows_that_were_kept(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    opened(database, cast.ben.desk, clock.now(), "ONE")

    lasted = [
        push(cast.ana.actor, clock.advance(30), SharedReads())[0].one("td", **{"class": "duration"}).text
        for _ in range(2)
    ]

    assert lasted == ["0:30", "1:00"]
