from dataclasses import replace

from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.states import SessionKind, SessionState
from webapp.services.admit_session import Admitted
from webapp.services.list_licenses import list_licenses
from webapp.services.start_on_console import at_browser, start_on_console, use_browser


def chrome(db: Database, actor: Actor, clock: FrozenClock, identifier: str = "browser-1") -> Actor:
    """Somebody at a browser."""
    return use_browser(db, actor, identifier, "Chrome on Linux", clock.now())


def test_a_session_that_is_started_in_a_browser_holds_a_license_as_from_a_device(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    outcome = start_on_console(database, chrome(database, cast.ben.actor, clock), "", None, clock.now())

    assert isinstance(outcome, Admitted)
    session = outcome.session
    assert (session.kind, session.state, session.license) == (SessionKind.SUPPORT, SessionState.STANDBY, 1)
    (holder,) = list_licenses(database, cast.ben.actor, clock.now()).holders
    assert holder.device == "Chrome on Linux"


def test_a_browser_stays_the_same_device_and_another_one_is_another(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    first, again = chrome(database, cast.ben.actor, clock), chrome(database, cast.ben.actor, clock)
    other = chrome(database, cast.ben.actor, clock, "browser-2")

    assert first == again
    assert other.device_id != first.device_id


def test_the_same_browser_in_another_account_is_a_device_of_that_account(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    assert (
        chrome(database, cast.ben.actor, clock).device_id != chrome(database, cast.gus.actor, clock).device_id
    )


def test_a_browser_that_opened_nothing_is_no_device(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    device = chrome(database, cast.ben.actor, clock)

    assert at_browser(database, cast.ben.actor, "browser-2") == cast.ben.actor
    assert at_browser(database, cast.ben.actor, "browser-1") == replace(
        cast.ben.actor, device_id=device.device_id, device_name="Chrome on Linux"
    )
