from uuid import UUID

import pytest
from flask.testing import FlaskClient

from tests.services.acting import opened, stored_session
from tests.services.paying import open_support
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.web.html import read
from tests.web.staging import Deny
from tests.web.visits import HTMX, page, partials, send
from webapp.db import Database
from webapp.domain.access import Right
from webapp.domain.states import SessionState

pytestmark = on_sqlite
ENDING, ACTIVE = SessionState.ENDING, SessionState.ACTIVE


@pytest.fixture
def sessions(database: Database, cast: Cast, clock: FrozenClock) -> tuple[UUID, UUID]:
    """Two sessions on ben's desk."""
    first = opened(database, cast.ben.desk, clock.now(), "SRV-1")
    second = opened(database, cast.ben.desk, clock.now(), "SRV-2")
    return first.id, second.id


@pytest.fixture
def ending(ana: FlaskClient, sessions: tuple[UUID, UUID]) -> UUID:
    """The first of them, which ana has ended."""
    send(ana, "/usage/terminations", {"session": str(sessions[0])})
    return sessions[0]


def states(db: Database, sessions: tuple[UUID, UUID]) -> list[SessionState]:
    return [stored_session(db, session).state for session in sessions]


WITHDRAWALS = "/usage/terminations/withdrawals"


def test_ending_without_scripts_comes_back_to_the_same_view_with_a_message(
    ana: FlaskClient, database: Database, sessions: tuple[UUID, UUID]
) -> None:
    response = send(ana, "/usage/terminations?q=srv", {"session": str(sessions[0]), "reason": "Lunch"})

    assert (response.status_code, response.location) == (303, "/usage?q=srv")
    assert [message.text for message in page(ana, response.location).all(class_="message")] == [
        "1 session ends in 30 seconds. Until then you can keep it open."
    ]
    assert states(database, sessions) == [ENDING, ACTIVE]


def test_the_tick_of_a_license_ends_all_of_its_sessions(
    ana: FlaskClient, database: Database, sessions: tuple[UUID, UUID]
) -> None:
    tick = page(ana, "/usage").one("input", data_tick_license="")

    send(ana, "/usage/terminations", {"session": tick.attributes["value"]})

    assert states(database, sessions) == [ENDING, ENDING]


def test_to_htmx_ending_answers_with_what_changed_and_a_message(
    ana: FlaskClient, sessions: tuple[UUID, UUID]
) -> None:
    response = send(ana, "/usage/terminations", {"session": [str(session) for session in sessions]}, HTMX)

    assert partials(response) == [
        "#usage-refusal",
        "#usage-overview",
        "#usage-tips",
        "#usage-table",
        "#toasts",
    ]
    assert read(response.text).one(class_="message").text == (
        "2 sessions end in 30 seconds. Until then you can keep them open. Take back"
    )


def test_the_message_takes_back_what_it_tells_of_at_once(
    ana: FlaskClient, database: Database, sessions: tuple[UUID, UUID]
) -> None:
    ended = send(ana, "/usage/terminations", {"session": [str(session) for session in sessions]}, HTMX)
    message = read(ended.text).one(class_="message")
    form = message.one("form")
    told = [field.attributes["value"] for field in form.all("input", name="session")]

    response = send(ana, form.attributes["action"], {"session": told}, HTMX)

    assert message.attributes["data-shown-seconds"] == "30"
    assert read(response.text).one(class_="message").text == "2 sessions stay open."
    assert states(database, sessions) == [ACTIVE, ACTIVE]


def test_of_several_those_stay_open_for_which_it_is_not_too_late(
    ana: FlaskClient, database: Database, clock: FrozenClock, sessions: tuple[UUID, UUID], ending: UUID
) -> None:
    clock.advance(20)
    send(ana, "/usage/terminations", {"session": str(sessions[1])})
    clock.advance(10)

    response = send(ana, WITHDRAWALS, {"session": [str(session) for session in sessions]}, HTMX)

    assert read(response.text).one(class_="message").text == (
        "1 session stays open. For 1 it was too late: it has ended."
    )
    assert states(database, sessions) == [SessionState.ENDED, ACTIVE]


def test_what_ended_at_once_cannot_be_taken_back(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    code = open_support(database, cast.ben.desk, clock.now())

    response = send(ana, "/usage/terminations", {"session": str(code.id)}, HTMX)

    assert read(response.text).one(class_="message").all("form") == []


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ({}, "Tick the sessions to end first."),
        ({"session": "nonsense"}, "Tick the sessions to end first."),
        ({"session": str(UUID(int=1)), "reason": "x" * 201}, "Shorten the reason to at most 200 characters."),
    ],
)
def test_what_cannot_be_done_is_said_beside_the_button(
    ana: FlaskClient, form: dict[str, str], problem: str
) -> None:
    response = send(ana, "/usage/terminations", form)

    assert (response.status_code, read(response.text).one(id="selection-problem").text) == (422, problem)


def test_to_htmx_what_cannot_be_done_is_a_message(ana: FlaskClient) -> None:
    response = send(ana, "/usage/terminations", {}, HTMX)

    assert (response.status_code, partials(response)) == (422, ["#toasts"])


def test_keeping_a_session_open_takes_its_ending_back(
    ana: FlaskClient, database: Database, sessions: tuple[UUID, UUID], ending: UUID
) -> None:
    usage = page(ana, "/usage?q=srv")
    button, form = usage.one("button", form="withdrawals"), usage.one("form", id="withdrawals")

    response = send(ana, form.attributes["action"], {"session": button.attributes["value"]})

    assert (response.status_code, response.location) == (303, "/usage?q=srv")
    assert states(database, sessions) == [ACTIVE, ACTIVE]


def test_keeping_a_session_open_too_late_is_a_conflict(
    ana: FlaskClient, clock: FrozenClock, ending: UUID
) -> None:
    clock.advance(30)

    response = send(ana, WITHDRAWALS, {"session": str(ending)})

    assert (response.status_code, read(response.text).one("h1").text) == (409, "Too late")


def test_sessions_of_another_account_do_not_exist(
    gus: FlaskClient, database: Database, sessions: tuple[UUID, UUID]
) -> None:
    assert send(gus, "/usage/terminations", {"session": str(sessions[0])}).status_code == 404
    assert send(gus, WITHDRAWALS, {"session": str(sessions[0])}).status_code == 404
    assert states(database, sessions) == [ACTIVE, ACTIVE]


def test_who_may_only_look_is_refused(
    ben: FlaskClient, cast: Cast, deny: Deny, database: Database, sessions: tuple[UUID, UUID]
) -> None:
    deny(cast.ben, Right.CONTROL_OWN, Right.CONTROL_DOMAIN)

    assert send(ben, "/usage/terminations", {"session": str(sessions[0])}).status_code == 403
    assert states(database, sessions) == [ACTIVE, ACTIVE]
    assert page(ben, "/usage").all("input", name="session") == []
