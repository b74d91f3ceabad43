import pytest
from flask.testing import FlaskClient

from tests.services.acting import stored_session
from tests.services.supporting import MARIA, started
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.web.html import Element
from tests.web.visits import page, send
from webapp.db import Database
from webapp.domain.states import EndReason
from webapp.services.end_session import end_session
from webapp.services.pause_session import pause_session
from webapp.services.steps.sessions import SessionView
from webapp.services.terminate_sessions import terminate_sessions

pytestmark = on_sqlite


@pytest.fixture
def session(client: FlaskClient, database: Database, cast: Cast, clock: FrozenClock) -> SessionView:
    """A session of ben's that Maria has joined in this browser."""
    session = started(database, cast.ben.desk, clock.now())
    send(client, "/join", {"code": session.code, "name": MARIA})
    return session


def told(shown: Element) -> tuple[str, str]:
    """What the page says first, and below it."""
    return shown.one("h1").text, shown.one(class_="session-detail").text


def test_the_page_says_who_helps_since_when_and_for_how_long(
    client: FlaskClient, session: SessionView, clock: FrozenClock
) -> None:
    clock.advance(64)

    shown = page(client, "/remote")

    assert told(shown)[0] == "Ben Okafor is helping you"
    assert [row.text for row in shown.one("dl").all("div")] == [
        "Who helps Ben Okafor, Acme", f"You are {MARIA}", "Since 09:00 UTC", "Duration 1:04",
    ]  # fmt: skip


def test_when_it_is_being_ended_the_page_says_who_why_and_how_long_is_left_and_alerts(
    client: FlaskClient, session: SessionView, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    terminate_sessions(database, cast.ana.actor, [session.id], "Lunch", clock.now())
    clock.advance(4.5)

    shown = page(client, "/remote")

    message = "Ana Novak is ending this session: Lunch. It closes in 30 seconds; save your work now."
    assert told(shown) == ("This session is about to close", message)
    assert shown.one(class_="session-countdown").text == "Closes in 0:26"
    assert shown.one(role="alert").text == f"This session is about to close. {message}"


def test_while_it_goes_on_there_is_no_alert(client: FlaskClient, session: SessionView) -> None:
    assert page(client, "/remote").one(role="alert").text == ""


def test_while_it_is_paused_the_page_says_so(
    client: FlaskClient, session: SessionView, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    pause_session(database, cast.ben.actor, session.id, clock.now())

    assert told(page(client, "/remote")) == (
        "Ben Okafor has paused this session",
        "Stay here: this page tells you when it goes on.",
    )


def test_the_closing_page_says_why_it_is_over(
    client: FlaskClient, session: SessionView, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    terminate_sessions(database, cast.ana.actor, [session.id], "Lunch", clock.now())
    clock.advance(30)

    shown = page(client, "/remote")

    assert told(shown) == ("The session is over", "Ana Novak ended this session: Lunch.")
    assert shown.all("button", form="leave") == []
    assert shown.one(id="remote-stream").attributes.keys() == {"id", "hx-swap"}


def test_it_needs_no_word_of_leases_to_say_that_the_connection_was_lost(
    client: FlaskClient, session: SessionView, clock: FrozenClock
) -> None:
    clock.advance(90)

    assert told(page(client, "/remote")) == (
        "The session is over",
        "The connection to Ben Okafor was lost.",
    )


def test_who_helped_and_ended_it_is_named(
    client: FlaskClient, session: SessionView, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    end_session(database, cast.ben.desk.actor, session.id, clock.now())

    assert told(page(client, "/remote"))[1] == "Ben Okafor ended it."


def test_leaving_ends_the_session_at_once(
    client: FlaskClient, session: SessionView, database: Database
) -> None:
    answer = send(client, "/remote/leave")

    assert (answer.status_code, answer.location) == (303, "/remote")
    assert told(page(client, "/remote")) == ("The session is over", "You left it.")
    assert stored_session(database, session.id).end_reason is EndReason.REMOTE_LEFT


def test_who_has_joined_nothing_is_sent_to_join(client: FlaskClient, cast: Cast) -> None:
    assert client.get("/remote").location == "/join"
    assert send(client, "/remote/leave").location == "/join"
    assert client.get("/remote/events").status_code == 401


def test_long_after_the_end_the_page_leads_to_join_again(
    client: FlaskClient, session: SessionView, clock: FrozenClock
) -> None:
    send(client, "/remote/leave")
    clock.advance(3600)

    assert client.get("/remote").location == "/join"
    assert client.get_cookie("seatkeeper_remote") is None
