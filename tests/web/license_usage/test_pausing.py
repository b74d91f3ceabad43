from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.services.acting import opened, stored_session
from tests.services.pausing import paused
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.support.minutes import give_minutes
from tests.web.html import read
from tests.web.visits import HTMX, page, partials, rows, send
from webapp.db import Database
from webapp.domain.ppu import PpuConsent
from webapp.domain.states import Funding, SessionKind, SessionState
from webapp.models import Refusal
from webapp.services.admit_session import OpenRequest, admit_session
from webapp.services.finalise_overdue_sessions import finalise_overdue_sessions
from webapp.services.set_licenses import set_licenses
from webapp.services.steps.sessions import SessionView

pytestmark = on_sqlite
PAUSED_HEAD = ("Paused · holds no license — only you see this",)


@pytest.fixture
def session(database: Database, cast: Cast, clock: FrozenClock) -> SessionView:
    """A session of ben's desk."""
    return opened(database, cast.ben.desk, clock.now())


@pytest.fixture
def waiting(database: Database, cast: Cast, clock: FrozenClock, session: SessionView) -> SessionView:
    """The same, paused."""
    return paused(database, cast.ben.desk, session, clock.now())


def test_one_pauses_a_session_of_ones_own_and_resumes_it_without_scripts(
    ben: FlaskClient, database: Database, session: SessionView
) -> None:
    pause = page(ben, "/usage?q=srv").one("button", form="row-actions").attributes["formaction"]
    to_pause = send(ben, pause)
    after = page(ben, "/usage?q=srv")
    resume = after.one("button", form="row-actions").attributes["formaction"]
    to_resume = send(ben, resume)

    assert [(answer.status_code, answer.location) for answer in (to_pause, to_resume)] == [
        (303, "/usage?q=srv")
    ] * 2
    assert rows(after) == [
        PAUSED_HEAD,
        (
            "Unattended session On BEN-DESK",
            "SRV-DB-02",
            "Paused Resume expires in 1 d 00:00:00",
            "09:00 UTC",
            "0:00",
        ),
    ]
    assert stored_session(database, session.id).state is SessionState.ACTIVE


def test_to_htmx_the_rows_are_answered_with_a_message(ben: FlaskClient, session: SessionView) -> None:
    answer = send(ben, f"/sessions/{session.id}/pause", headers=HTMX)

    assert partials(answer) == ["#usage-refusal", "#usage-overview", "#usage-tips", "#usage-table", "#toasts"]
    assert "SRV-DB-02 is paused and holds no license." in answer.text


def test_from_another_page_one_comes_back_to_that(ben: FlaskClient, session: SessionView) -> None:
    there = {"next": f"/sessions/{session.id}"}

    plain = send(ben, f"/sessions/{session.id}/pause", there)
    by_htmx = send(ben, f"/sessions/{session.id}/resume", there, HTMX)
    elsewhere = send(ben, f"/sessions/{session.id}/pause", {"next": "//evil.example/"})

    assert (plain.location, by_htmx.headers["HX-Redirect"], elsewhere.location) == (
        there["next"],
        there["next"],
        "/usage",
    )


def test_nobody_else_sees_a_paused_session_nor_a_button_to_pause(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock, waiting: SessionView
) -> None:
    opened(database, cast.cleo.desk, clock.now())

    usage = page(ana, "/usage")

    assert [row for row in rows(usage) if "Paused" in row[0]] == []
    assert usage.all("button", form="row-actions") == []


def test_looking_through_its_users_eyes_shows_no_paused_session_and_no_actions(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock, waiting: SessionView
) -> None:
    opened(database, cast.ben.desk, clock.now())

    usage = page(ana, "/usage?view_as=ben")

    assert [row[0] for row in rows(usage)] == [
        "License 1 · Ben Okafor (you) on BEN-DESK since 09:00 UTC",
        "Unattended session",
    ]
    assert usage.all("button", class_="btn-link-plain") == []


@pytest.mark.parametrize(("hours", "is_soon"), [(22, False), (23, True)])
def test_within_its_last_hour_a_paused_session_says_so_more_plainly(
    ben: FlaskClient, clock: FrozenClock, waiting: SessionView, hours: int, is_soon: bool
) -> None:
    clock.advance(timedelta(hours=hours).total_seconds())

    expiry = page(ben, "/usage").one(class_="state-expiry")

    assert ("is-soon" in expiry.attributes["class"]) is is_soon


@pytest.mark.parametrize("headers", [None, HTMX])
def test_refused_one_reads_why_above_the_table(
    ben: FlaskClient,
    database: Database,
    cast: Cast,
    clock: FrozenClock,
    waiting: SessionView,
    headers: dict[str, str] | None,
) -> None:
    set_licenses(database, "acme", 1, clock.now())
    opened(database, cast.cleo.desk, clock.now())

    answer = send(ben, f"/sessions/{waiting.id}/resume", headers=headers)

    address = answer.location or answer.headers["HX-Redirect"]
    with database.read() as tx:
        (refusal,) = tx.execute(select(Refusal.refusal_id)).scalars()
    assert address == f"/usage?refusal={refusal}"
    assert page(ben, address).one("section", class_="refusal").one("h2").text == (
        "Your attempt to open SRV-DB-02 from BEN-DESK was refused"
    )
    assert stored_session(database, waiting.id).state is SessionState.PAUSED


@pytest.fixture
def asking(database: Database, clock: FrozenClock, waiting: SessionView) -> SessionView:
    """A paused session in an account that has no license and wants a yes before minutes are used."""
    set_licenses(database, "acme", 0, clock.now())
    give_minutes(database, 90, consent=PpuConsent.ASK)
    return waiting


def test_before_minutes_are_used_one_is_asked_on_a_page_of_its_own(
    ben: FlaskClient, database: Database, asking: SessionView
) -> None:
    question = send(ben, f"/sessions/{asking.id}/resume").location
    shown = page(ben, question)
    yes = send(
        ben, shown.one("form", method="post", class_="card-body").attributes["action"], {"accept_ppu": "yes"}
    )

    assert "This session would use pay-per-use minutes; 90 minutes left. Use them?" in shown.text
    assert yes.location == "/usage"
    assert stored_session(database, asking.id).funding is Funding.PPU


def test_a_question_that_needs_no_answer_any_more_is_left(ben: FlaskClient, session: SessionView) -> None:
    answer = ben.get(f"/sessions/{session.id}/resume")

    assert (answer.status_code, answer.location) == (303, "/usage")


def test_what_cannot_be_paused_says_why(
    ben: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    support = admit_session(database, cast.ben.desk.actor, OpenRequest(SessionKind.SUPPORT, ""), clock.now())
    session_id: UUID = support.session.id  # type: ignore[union-attr]

    answer = send(ben, f"/sessions/{session_id}/pause")

    assert (answer.status_code, read(answer.text).one("h1").text) == (409, "Too late")


def test_a_standby_session_says_that_nobody_has_joined_and_leads_its_user_to_the_code(
    ben: FlaskClient, ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    support = admit_session(database, cast.ben.desk.actor, OpenRequest(SessionKind.SUPPORT, ""), clock.now())
    session_id: UUID = support.session.id  # type: ignore[union-attr]

    own, others = page(ben, "/usage"), page(ana, "/usage")

    assert rows(own)[1][:3] == (
        "Support session Code issued, nobody has joined",
        "Nobody has joined yet",
        "Standby Show the code expires in 30:00",
    )
    assert own.one("a", class_="btn-link-plain").attributes["href"] == f"/sessions/{session_id}"
    assert others.all("a", class_="btn-link-plain") == []
    assert "Standby expires in 30:00" in rows(others)[1]


def test_sessions_on_pay_per_use_stand_in_a_group_with_holder_and_minutes(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    set_licenses(database, "acme", 0, clock.now())
    give_minutes(database, 90)
    opened(database, cast.ana.desk, clock.now())
    opened(database, cast.ben.desk, clock.now())

    usage = page(ana, "/usage")

    assert [row[:3] for row in rows(usage)] == [
        ("Pay per use — 2 sessions, 88 minutes left",),
        ("Ana Novak (you) on ANA-DESK Unattended session · 1 minute used", "SRV-DB-02", "Active Pause"),
        ("Ben Okafor on BEN-DESK Unattended session · 1 minute used", "SRV-DB-02", "Active"),
    ]


def test_a_search_says_how_many_of_the_sessions_on_pay_per_use_it_shows(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    set_licenses(database, "acme", 0, clock.now())
    give_minutes(database, 90)
    for seat in (cast.ana.desk, cast.ben.desk):
        opened(database, seat, clock.now())

    assert rows(page(ana, "/usage?q=ben"))[0] == ("Pay per use — 1 of 2 sessions, 88 minutes left",)


def test_an_account_without_licenses_says_how_many_minutes_are_left(
    ben: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    set_licenses(database, "acme", 0, clock.now())
    give_minutes(database, 90)
    empty = page(ben, "/usage").one(class_="usage-sum").text
    opened(database, cast.ben.desk, clock.now())

    overview = page(ben, "/usage").one(id="usage-overview")

    assert empty == "0 licenses · pay per use: 90 minutes left Pay per use"
    assert (
        overview.one(class_="usage-sum").text
        == "0 licenses · pay per use: 89 minutes left, 1 session on it Pay per use"
    )
    assert overview.all(class_="usage-note")[0].text == "You are connected from 1 device"
    assert overview.all(class_="segments") == []


def test_with_licenses_the_overview_names_the_minutes_beside_them(
    ben: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    set_licenses(database, "acme", 1, clock.now())
    give_minutes(database, 90)
    opened(database, cast.ben.desk, clock.now())

    overview = page(ben, "/usage").one(id="usage-overview")

    assert overview.one(class_="usage-sum").text == "1 of 1 license in use Pay per use"
    assert "Pay per use: 90 minutes left" in overview.text


def test_when_minutes_are_used_up_the_row_says_so_and_nobody_can_keep_it_open(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    set_licenses(database, "acme", 0, clock.now())
    give_minutes(database, 1)
    opened(database, cast.ben.desk, clock.now())
    finalise_overdue_sessions(database, clock.advance(61))

    usage = page(ana, "/usage")

    assert rows(usage)[1][0] == "Ben Okafor on BEN-DESK Minutes are used up · 1 minute used"
    assert rows(usage)[1][2].startswith("Ending in 0:")
    assert usage.all("button", form="withdrawals") == []


@pytest.mark.parametrize(
    ("show", "title"), [("ppu", "No session is on pay per use"), ("paused", "You have no paused session")]
)
def test_an_empty_filter_says_what_it_would_show(ben: FlaskClient, show: str, title: str) -> None:
    assert page(ben, f"/usage?show={show}").one(class_="empty-title").text == title
