from typing import Any

import pytest

from tests.api.conftest import ProgramOf
from tests.api.programs import Program, found, mistakes, problem
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.support.minutes import give_minutes
from webapp.db import Database
from webapp.domain.ppu import PpuConsent
from webapp.services.set_licenses import set_licenses


@pytest.fixture
def paused(ben: Program) -> dict[str, Any]:
    """A session of ben's desk that is paused."""
    return found(ben.post(f"/sessions/{ben.open()['id']}/pause"))


def test_a_paused_session_says_until_when_it_may_stay_so(ben: Program) -> None:
    session = ben.open()

    answer = ben.post(f"/sessions/{session['id']}/pause")

    assert (answer.status_code, found(answer)) == (
        200,
        {
            **session,
            "state": "paused",
            "funding": None,
            "expires_at": "2026-03-03T09:00:00.000000Z",
        },
    )
    assert found(ben.get("/licenses"))["in_use"] == 0


def test_resumed_it_is_as_before_with_a_new_lease(
    ben: Program, clock: FrozenClock, paused: dict[str, Any]
) -> None:
    clock.advance(600)

    answer = ben.post(f"/sessions/{paused['id']}/resume")

    assert (answer.status_code, found(answer)) == (
        200,
        {
            **paused,
            "state": "active",
            "funding": "license",
            "expires_at": None,
            "lease_expires_at": "2026-03-02T09:11:30.000000Z",
        },
    )


def test_another_device_of_its_user_pauses_and_resumes_it_too(
    ben: Program, program: ProgramOf, cast: Cast
) -> None:
    session, laptop = ben.open(), program(cast.ben.laptop)

    states = [
        found(laptop.post(f"/sessions/{session['id']}/{what}"))["state"] for what in ("pause", "resume")
    ]

    assert states == ["paused", "active"]


@pytest.mark.parametrize("what", ["pause", "resume"])
def test_nobody_else_can_whatever_they_may_see(ben: Program, ana: Program, gus: Program, what: str) -> None:
    session = ben.open()

    answers = [who.post(f"/sessions/{session['id']}/{what}") for who in (ana, gus)]

    assert [problem(answer) for answer in answers] == [(404, "not-found")] * 2


def test_a_paused_session_is_nobody_elses_to_see(ana: Program, ben: Program, paused: dict[str, Any]) -> None:
    assert problem(ana.get(f"/sessions/{paused['id']}")) == (404, "not-found")
    assert [item["state"] for item in found(ben.get("/sessions"))["items"]] == ["paused"]


def test_resuming_without_a_free_license_is_409_with_the_link(
    database: Database, ben: Program, cleo: Program, clock: FrozenClock, paused: dict[str, Any]
) -> None:
    set_licenses(database, "acme", 1, clock.now())
    cleo.open()

    answer = ben.post(f"/sessions/{paused['id']}/resume")

    assert problem(answer) == (409, "limit-reached")
    assert found(answer)["usage_url"].startswith("http://localhost/usage?refusal=")
    assert ben.look(paused)["state"] == "paused"


def test_where_somebody_has_to_say_yes_to_pay_per_use_it_is_409_until_they_do(
    database: Database, ben: Program, clock: FrozenClock, paused: dict[str, Any]
) -> None:
    set_licenses(database, "acme", 0, clock.now())
    give_minutes(database, 240, consent=PpuConsent.ASK)

    asked = ben.post(f"/sessions/{paused['id']}/resume")
    declined = ben.post(f"/sessions/{paused['id']}/resume", json={"accept_ppu": False})
    accepted = ben.post(f"/sessions/{paused['id']}/resume", json={"accept_ppu": True})

    assert (problem(asked), found(asked)["minutes"]) == ((409, "ppu-consent-required"), 240)
    assert problem(declined) == (409, "limit-reached")
    assert (found(accepted)["funding"], found(accepted)["license"]) == ("ppu", None)


def test_opening_asks_the_same_question(database: Database, ben: Program, clock: FrozenClock) -> None:
    set_licenses(database, "acme", 0, clock.now())
    give_minutes(database, 240, consent=PpuConsent.ASK)
    wish = {"kind": "unattended", "remote": "SRV-DB-02"}

    asked = ben.post("/sessions", json=wish)
    accepted = ben.post("/sessions", json={**wish, "accept_ppu": True})

    assert problem(asked) == (409, "ppu-consent-required")
    assert found(accepted)["funding"] == "ppu"


def test_a_support_session_is_opened_with_a_code_for_its_user_alone(ben: Program, ana: Program) -> None:
    session = found(ben.post("/sessions", json={"kind": "support"}))

    assert (session["state"], session["remote"], len(session["code"]), session["expires_at"]) == (
        "standby",
        "Nobody has joined yet",
        12,
        "2026-03-02T09:30:00.000000Z",
    )
    assert ben.look(session)["code"] == session["code"]
    assert ana.look(session)["code"] is None


def test_what_cannot_be_paused_or_resumed_now_is_a_conflict(ben: Program) -> None:
    standby, over = found(ben.post("/sessions", json={"kind": "support"})), ben.open()
    ben.delete(f"/sessions/{over['id']}")

    answers = [
        ben.post(f"/sessions/{standby['id']}/pause"),
        ben.post(f"/sessions/{over['id']}/pause"),
        ben.post(f"/sessions/{over['id']}/resume"),
    ]

    assert [problem(answer) for answer in answers] == [(409, "conflict")] * 3


def test_a_lease_of_a_paused_session_needs_no_renewal(
    ben: Program, clock: FrozenClock, paused: dict[str, Any]
) -> None:
    clock.advance(3600)

    answer = ben.put(f"/sessions/{paused['id']}/lease")

    assert (answer.status_code, found(answer)["state"]) == (200, "paused")


@on_sqlite
def test_the_answer_to_the_question_is_yes_or_no(ben: Program, paused: dict[str, Any]) -> None:
    answer = ben.post(f"/sessions/{paused['id']}/resume", json={"accept_ppu": "maybe"})

    assert mistakes(answer) == [("accept_ppu", "Give accept_ppu as true or false.")]
