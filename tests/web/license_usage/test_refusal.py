import pytest
from flask.testing import FlaskClient

from tests.services.acting import one_seat_of_own_limit, opened, refused
from tests.support.cast import Cast, password_of
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.web.staging import Deny
from tests.web.visits import page, send
from webapp.db import Database
from webapp.domain.access import Right
from webapp.services.end_session import end_session
from webapp.services.steps.sessions import SessionView

pytestmark = on_sqlite


@pytest.fixture
def held(database: Database, cast: Cast, clock: FrozenClock) -> SessionView:
    """All three licenses are held; the first of the sessions, on ana's desk."""
    first, *_ = [
        opened(database, seat, clock.now()) for seat in (cast.ana.desk, cast.ben.desk, cast.cleo.desk)
    ]
    return first


@pytest.fixture
def address(database: Database, cast: Cast, clock: FrozenClock, held: SessionView) -> str:
    """The link that ben got when he was refused on his laptop."""
    return f"/usage?refusal={refused(database, cast.ben.laptop, clock.now(), 'SRV-9').refusal_id}"


def test_the_link_says_what_was_refused_why_and_who_held_the_licenses(ben: FlaskClient, address: str) -> None:
    banner = page(ben, address).one(class_="refusal")

    assert banner.one("h2").text == "Your attempt to open SRV-9 from BEN-LAPTOP was refused"
    told, held, _ = (line.text for line in banner.all("p"))
    assert told == (
        "At 09:00 UTC you were told: No license is free. All 3 licenses are in use. License Usage shows who"
        " holds them; ending all sessions of one holder frees a license."
    )
    assert held == (
        "Then held by: License 1: Ana Novak on ANA-DESK; License 2: Ben Okafor on BEN-DESK;"
        " License 3: Cleo Marsh on CLEO-DESK."
    )
    assert banner.one(class_="refusal-now").attributes["data-free"] == "no"


def test_the_link_says_when_a_license_is_free(
    ben: FlaskClient, address: str, database: Database, cast: Cast, clock: FrozenClock, held: SessionView
) -> None:
    end_session(database, cast.ana.desk.actor, held.id, clock.now())

    now = page(ben, address).one(class_="refusal-now")

    assert now.attributes["data-free"] == "yes"
    assert now.one(class_="refusal-free").text == "A license is free now: open the session again."


def test_at_a_users_own_limit_freeing_a_license_does_not_help_and_the_owner_is_named(
    client: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    first, second = one_seat_of_own_limit(database, limit=1, devices=2)
    opened(database, first, clock.now())
    refusal = refused(database, second, clock.now())
    send(client, "/sign-in", {"username": r"acme\dora", "password": password_of("dora")})

    banner = page(client, f"/usage?refusal={refusal.refusal_id}").one(class_="refusal")

    assert banner.all("p")[-1].text == (
        "Freeing a license will not help. Ask the account owner: Ana Novak, ana@acme.example ."
    )
    assert banner.all("p")[-1].one("a").attributes["href"] == "mailto:ana@acme.example"
    assert banner.all(class_="refusal-now") == []


def test_who_may_not_see_the_page_still_reads_why_they_were_refused(
    ben: FlaskClient, address: str, cast: Cast, deny: Deny
) -> None:
    deny(cast.ben, Right.VIEW_OWN, Right.VIEW_DOMAIN)

    refused_page = page(ben, address, status=403)

    assert refused_page.one("h2").text == "Your attempt to open SRV-9 from BEN-LAPTOP was refused"
    assert refused_page.all("table") == []
    assert len(refused_page.one(class_="refusal").all("p")) == 2  # nobody's name among them


def test_a_refusal_of_another_account_is_not_shown(gus: FlaskClient, address: str) -> None:
    assert page(gus, address).all(class_="refusal") == []
