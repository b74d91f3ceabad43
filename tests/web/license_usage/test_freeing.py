"""Freeing a license from License Usage: to whom it is offered, and which license looks forgotten and so is offered first."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from tests.services.acting import opened, refused
from tests.services.paying import open_support, set_terms
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.web.html import Element
from tests.web.staging import Deny
from tests.web.visits import page
from webapp.db import Database
from webapp.domain.access import Right
from webapp.services.terminate_sessions import terminate_sessions

pytestmark = on_sqlite
QUARTER = timedelta(minutes=15).total_seconds()


@pytest.fixture(autouse=True)
def _long_leases(database: Database) -> None:
    """Nobody renews anything here."""
    set_terms(database, lease_seconds=86_400)


def free_buttons(root: Element) -> list[str]:
    return [button.text for button in root.all("button") if "data-free-license" in button.attributes]


def shown(elements: list[Element]) -> list[str]:
    return [element.text for element in elements if "hidden" not in element.attributes]


def notes(browser: FlaskClient) -> list[str]:
    return shown(page(browser, "/usage").one(id="usage-table").all(class_="ending-note"))


def test_every_license_whose_sessions_one_may_end_can_be_freed(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    opened(database, cast.ben.desk, clock.now())
    ending = opened(database, cast.cleo.desk, clock.now())
    terminate_sessions(database, cast.ana.actor, [ending.id], None, clock.now())

    assert free_buttons(page(ana, "/usage")) == ["Free it… License 1, Ben Okafor on BEN-DESK"]


def test_nothing_is_offered_to_whoever_may_not_end_it(
    ben: FlaskClient, database: Database, cast: Cast, clock: FrozenClock, deny: Deny
) -> None:
    deny(cast.ben, Right.CONTROL_DOMAIN)
    opened(database, cast.ana.desk, clock.now())
    opened(database, cast.ben.desk, clock.now())

    assert free_buttons(page(ben, "/usage")) == ["Free it… License 2, Ben Okafor (you) on BEN-DESK"]


def test_whoever_only_looks_through_somebodys_eyes_is_offered_nothing(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    opened(database, cast.ben.desk, clock.now())

    assert free_buttons(page(ana, "/usage?view_as=ben")) == []


def test_a_heading_says_since_when_its_license_is_held(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    opened(database, cast.ben.desk, clock.now())
    clock.advance(600)

    assert (
        page(ana, "/usage").one("th", scope="rowgroup").text
        == "License 1 · Ben Okafor on BEN-DESK since 09:00 UTC"
    )


def test_a_code_that_nobody_has_joined_for_long_is_said_to_look_forgotten(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    open_support(database, cast.ben.desk, clock.now())
    clock.advance(QUARTER - 1)
    before = notes(ana)
    clock.advance(1)

    assert (before, notes(ana)) == (
        ["Code issued, nobody has joined"],
        ["Looks forgotten: nobody has joined since 09:00 UTC"],
    )


def test_whoever_was_refused_is_offered_first_what_was_forgotten_first(
    ben: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    opened(database, cast.ana.desk, clock.now())
    open_support(database, cast.cleo.laptop, clock.advance(60))
    open_support(database, cast.cleo.desk, clock.advance(60))
    refusal = refused(database, cast.ben.desk, clock.now())
    clock.advance(QUARTER - 60)

    banner = page(ben, f"/usage?refusal={refusal.refusal_id}").one(class_="refusal")

    assert shown(banner.all(class_="refusal-offer")) == [
        (
            "License 2 looks forgotten: Cleo Marsh on CLEO-LAPTOP, nobody has joined since 09:01 UTC"
            " Free it… License 2, Cleo Marsh on CLEO-LAPTOP"
        )
    ]
    assert len(banner.all(class_="refusal-offer")) == 2
    assert (
        banner.one(class_="refusal-wait").text
        == "None is free yet. Free one below, or wait: this page tells you when one is. Tell me when one is free"
    )


def test_once_one_is_being_freed_whoever_was_refused_reads_so(
    ben: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    first = opened(database, cast.ana.desk, clock.now())
    opened(database, cast.cleo.desk, clock.now())
    opened(database, cast.cleo.laptop, clock.now())
    refusal = refused(database, cast.ben.desk, clock.now())
    terminate_sessions(database, cast.ben.actor, [first.id], None, clock.now())

    banner = page(ben, f"/usage?refusal={refusal.refusal_id}").one(class_="refusal")

    assert banner.one(class_="refusal-wait").all("span")[0].text == (
        "One is about to be free. This page tells you when it is."
    )


def test_whoever_may_end_nothing_is_offered_nothing_after_a_refusal(
    ben: FlaskClient, database: Database, cast: Cast, clock: FrozenClock, deny: Deny
) -> None:
    deny(cast.ben, Right.CONTROL_DOMAIN, Right.CONTROL_OWN)
    for seat in (cast.ana.desk, cast.cleo.desk, cast.cleo.laptop):
        open_support(database, seat, clock.now())
    refusal = refused(database, cast.ben.desk, clock.now())
    clock.advance(QUARTER)

    banner = page(ben, f"/usage?refusal={refusal.refusal_id}").one(class_="refusal")

    assert (banner.all(class_="refusal-offer"), free_buttons(banner)) == ([], [])
    assert (
        banner.one(class_="refusal-wait").text
        == "None is free yet. This page tells you when one is. Tell me when one is free"
    )
