import re
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from tests.services.acting import opened, stored_session, termination
from tests.services.supporting import MARIA, joined
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.support.minutes import give_minutes, minutes_left
from tests.web.filling import filled_in
from tests.web.html import Element, read
from tests.web.staging import Deny
from tests.web.visits import page, send
from webapp.db import Database
from webapp.domain.access import Right
from webapp.domain.ppu import PpuConsent
from webapp.domain.states import Funding, SessionState
from webapp.services.terminate_sessions import terminate_sessions
from webapp.services.view_own_session import view_own_session

pytestmark = on_sqlite


def start(browser: FlaskClient, **sent: str) -> UUID:
    """Start a session in this browser; it must get in."""
    answer = send(browser, "/sessions", sent)
    assert answer.status_code == 303, answer.text
    return UUID(answer.location.removeprefix("/sessions/"))


def told(shown: Element) -> tuple[str, str]:
    """What the page says first, and below it."""
    return shown.one(id="own-session-title").text, shown.one(class_="session-detail").text


def facts(shown: Element) -> dict[str, str]:
    """What the page says of the session."""
    return {row.one("dt").text: row.one("dd").text for row in shown.one(class_="session-facts").all("div")}


@pytest.fixture
def session(ben: FlaskClient) -> UUID:
    """A session that ben has started in his browser."""
    return start(ben)


def test_the_page_shows_the_code_in_groups_its_link_and_when_it_expires(
    ben: FlaskClient, session: UUID, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    code = view_own_session(database, cast.ben.actor, session, clock.now()).code or ""

    shown = page(ben, f"/sessions/{session}")

    assert told(shown)[0] == "Read this code to whoever you help"
    assert shown.one(class_="session-code").all("span", aria_hidden="true")[0].text == (
        f"{code[:4]} {code[4:8]} {code[8:]}"
    )
    assert shown.one("input", id="session-link").attributes["value"] == f"http://localhost/join/{code}"
    assert shown.one(class_="session-expiry").text == "Expires in 30:00"


def test_a_code_is_read_out_digit_by_digit(ben: FlaskClient, session: UUID) -> None:
    spoken = page(ben, f"/sessions/{session}").one(class_="session-code").one(class_="visually-hidden").text

    assert re.fullmatch(r"(\d \d \d \d(, )?){3}", spoken)


def test_a_session_that_is_started_says_what_it_is_for_and_belongs_to_this_browser(ben: FlaskClient) -> None:
    shown = page(ben, f"/sessions/{start(ben, remote='Printer on floor 2')}")

    assert facts(shown) == {
        "For": "Printer on floor 2", "Since": "09:00 UTC", "Duration": "0:00", "Runs on": "License 1",
        "Device": "Another browser (this browser)",
    }  # fmt: skip


def test_what_it_is_for_need_not_be_said(ben: FlaskClient, session: UUID) -> None:
    assert "For" not in facts(page(ben, f"/sessions/{session}"))


def test_two_sessions_of_one_browser_hold_one_license(
    ben: FlaskClient, session: UUID, database: Database
) -> None:
    second = stored_session(database, start(ben))

    assert second.license_number == stored_session(database, session).license_number
    assert second.device_id == stored_session(database, session).device_id


def test_the_page_says_who_has_joined_and_for_how_long(
    ben: FlaskClient, session: UUID, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    joined(database, view_own_session(database, cast.ben.actor, session, clock.now()), clock.now())
    clock.advance(64)

    shown = page(ben, f"/sessions/{session}")

    assert told(shown)[0] == f"{MARIA} has joined"
    assert facts(shown)["Duration"] == "1:04"
    assert shown.all(class_="session-code") == []


def test_showing_the_page_renews_the_lease(
    ben: FlaskClient, session: UUID, database: Database, clock: FrozenClock
) -> None:
    before = stored_session(database, session).lease_expires_at
    clock.advance(60)
    page(ben, f"/sessions/{session}")

    assert (stored_session(database, session).lease_expires_at - before).seconds == 60


def test_so_does_its_timer_until_the_session_is_over(
    ben: FlaskClient, session: UUID, clock: FrozenClock
) -> None:
    clock.advance(60)
    assert send(ben, f"/sessions/{session}/lease").status_code == 204
    clock.advance(90)
    assert send(ben, f"/sessions/{session}/lease").status_code == 410


def test_another_browser_of_the_same_person_shows_the_session_and_renews_nothing(
    ben: FlaskClient, session: UUID, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    before = stored_session(database, session).lease_expires_at
    ben.delete_cookie("seatkeeper_browser")
    clock.advance(60)

    shown = page(ben, f"/sessions/{session}")

    assert "lives as long as it is kept open there" in told(shown)[1]
    assert shown.one(id="own-session").attributes["data-renew-seconds"] == "0"
    assert send(ben, f"/sessions/{session}/lease").status_code == 404
    assert stored_session(database, session).lease_expires_at == before


def test_a_made_up_browser_is_no_browser(ben: FlaskClient, session: UUID) -> None:
    kept = ben.get_cookie("seatkeeper_browser")
    assert kept is not None
    ben.set_cookie("seatkeeper_browser", kept.value.rpartition(".")[0] + ".0")

    assert send(ben, f"/sessions/{session}/lease").status_code == 404


def test_when_the_lease_ran_out_the_page_says_so_and_offers_to_start_again(
    ben: FlaskClient, clock: FrozenClock
) -> None:
    session = start(ben, remote="Printer")
    clock.advance(90)

    shown = page(ben, f"/sessions/{session}")

    assert told(shown) == (
        "This session is over",
        "The connection to the server was lost for too long, so its license was given back.",
    )
    assert shown.one("input", form="start-session", name="remote").attributes["value"] == "Printer"


def test_a_new_code_replaces_the_old_one(
    ben: FlaskClient, session: UUID, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    before = view_own_session(database, cast.ben.actor, session, clock.now()).code

    answer = send(ben, f"/sessions/{session}/code")

    assert (answer.status_code, answer.location) == (303, f"/sessions/{session}")
    assert page(ben, answer.location).one(class_="message").text.startswith("There is a new code.")
    assert view_own_session(database, cast.ben.actor, session, clock.now()).code != before


def test_the_session_ends_at_once_from_its_own_browser(
    ben: FlaskClient, session: UUID, database: Database
) -> None:
    answer = send(ben, f"/sessions/{session}/ending")

    assert (answer.status_code, answer.location) == (303, f"/sessions/{session}")
    assert told(page(ben, answer.location)) == ("This session is over", "You ended it.")
    assert stored_session(database, session).state is SessionState.ENDED


def test_from_another_browser_it_ends_with_the_notice(
    ben: FlaskClient, session: UUID, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    joined(database, view_own_session(database, cast.ben.actor, session, clock.now()), clock.now())
    ben.delete_cookie("seatkeeper_browser")

    answer = send(ben, f"/sessions/{session}/ending")

    shown = page(ben, answer.location)
    assert shown.one(class_="message").text.startswith("1 session ends in 30 seconds.")
    assert shown.one(class_="session-countdown").text == "Closes in 0:30"


def test_its_page_confirms_that_its_user_was_told_when_somebody_else_ends_it(
    ben: FlaskClient, session: UUID, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    joined(database, view_own_session(database, cast.ben.actor, session, clock.now()), clock.now())
    terminate_sessions(database, cast.ana.actor, [session], "Lunch", clock.now())

    assert termination(database, session).told_at is None
    assert send(ben, f"/sessions/{session}/lease").status_code == 204
    assert termination(database, session).confirmed_at == clock.now()
    assert told(page(ben, f"/sessions/{session}"))[1].startswith("Ana Novak is ending")


def test_refused_one_comes_to_the_refusal_on_license_usage(
    ben: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    for seat in (cast.ana.desk, cast.ana.laptop, cast.cleo.desk):
        opened(database, seat, clock.now())

    answer = send(ben, "/sessions", {"remote": "Printer"})

    assert answer.status_code == 303
    assert answer.location.startswith("/usage?refusal=")
    assert "open Printer from Another browser was refused" in page(ben, answer.location).text


def test_a_refusal_of_a_session_that_was_given_no_name_says_what_it_was(
    ben: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    for seat in (cast.ana.desk, cast.ana.laptop, cast.cleo.desk):
        opened(database, seat, clock.now())

    refused = page(ben, send(ben, "/sessions").location)

    assert "Your attempt to start a support session from Another browser was refused" in refused.text


def test_a_name_that_is_too_long_is_refused(ben: FlaskClient) -> None:
    assert send(ben, "/sessions", {"remote": "x" * 201}).status_code == 422


def all_licenses_in_use(database: Database, cast: Cast, clock: FrozenClock) -> None:
    """Nobody else gets a license."""
    for seat in (cast.ana.desk, cast.ana.laptop, cast.cleo.desk):
        opened(database, seat, clock.now())
    give_minutes(database, 60, consent=PpuConsent.ASK)


def test_before_minutes_are_used_somebody_is_asked_where_the_account_wants_that(
    ben: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    all_licenses_in_use(database, cast, clock)

    asked = send(ben, "/sessions", {"remote": "Printer"})

    assert asked.status_code == 409
    assert ben.get_cookie("seatkeeper_browser") is not None
    question = read(asked.text)
    assert "60 minutes left. Use them?" in question.one("form", action="/sessions").text
    assert question.one("input", name="remote").attributes["value"] == "Printer"


def test_yes_uses_them(ben: FlaskClient, database: Database, cast: Cast, clock: FrozenClock) -> None:
    all_licenses_in_use(database, cast, clock)

    session = start(ben, remote="Printer", accept_ppu="yes")

    assert stored_session(database, session).funding is Funding.PPU
    assert minutes_left(database) == 59
    assert facts(page(ben, f"/sessions/{session}"))["Runs on"] == "Pay-per-use minutes"


def test_no_is_a_refusal_that_says_so(
    ben: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    all_licenses_in_use(database, cast, clock)

    answer = send(ben, "/sessions", {"remote": "Printer", "accept_ppu": "no"})

    assert answer.location.startswith("/usage?refusal=")
    assert minutes_left(database) == 60


def test_who_may_view_nothing_can_start_a_session_all_the_same(
    ben: FlaskClient, cast: Cast, deny: Deny
) -> None:
    deny(cast.ben, *Right)

    without = page(ben, "/usage", 403)

    assert without.one("form", action="/sessions").one("button").text == "Start a session"
    assert told(page(ben, f"/sessions/{start(ben)}"))[0] == "Read this code to whoever you help"


def test_a_preview_through_anothers_eyes_starts_nothing(ana: FlaskClient, cast: Cast) -> None:
    assert page(ana, "/usage?view_as=ben").all("form", action="/sessions") == []


def buttons(shown: Element) -> list[str]:
    """What can be pressed."""
    return [button.text for button in shown.one(class_="session-actions").all("button")]


def test_its_user_pauses_it_and_resumes_it_from_its_page(
    ben: FlaskClient, session: UUID, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    joined(database, view_own_session(database, cast.ben.actor, session, clock.now()), clock.now())
    address = f"/sessions/{session}"
    assert buttons(page(ben, address)) == ["Pause", "End session"]

    paused = send(ben, f"{address}/pause", filled_in(page(ben, address).one("form", id="pause-session")))

    assert paused.location == address
    shown = page(ben, address)
    assert told(shown) == (f"Paused: {MARIA}", "It holds no license. To go on, resume it.")
    assert shown.one(class_="session-expiry").text == "It is over in 1 d 00:00:00 unless it is resumed."
    assert buttons(shown) == ["Resume", "End session"]

    resumed = send(ben, f"{address}/resume", filled_in(shown.one("form", id="resume-session")))

    assert resumed.location == address
    assert buttons(page(ben, address)) == ["Pause", "End session"]
