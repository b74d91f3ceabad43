from typing import Any

import pytest

from tests.api.programs import Program, found, mistakes, problem
from tests.services.supporting import MARIA, wrong
from tests.support.cast import Cast
from tests.support.clock import FrozenClock


def support(program: Program) -> dict[str, Any]:
    """Start a support session."""
    answer = program.post("/sessions", json={"kind": "support"})
    assert answer.status_code == 201, answer.json
    return found(answer)


def join(stranger: Program, code: str) -> dict[str, str]:
    """Join by a code that must let in; returns the headers of what the remote side asks from then on."""
    answer = stranger.post("/join", json={"code": code, "name": MARIA})
    assert answer.status_code == 201, answer.json
    return {"Authorization": f"Bearer {found(answer)['token']}"}


def test_a_support_session_comes_with_its_code_and_holds_a_license(ben: Program) -> None:
    session = support(ben)

    assert (session["state"], session["license"], session["remote"]) == (
        "standby",
        1,
        "Nobody has joined yet",
    )
    assert session["expires_at"] == "2026-03-02T09:30:00.000000Z"
    assert len(session["code"]) == 12


def test_only_who_opened_it_is_told_the_code(ana: Program, ben: Program) -> None:
    session = support(ben)

    assert ana.look(session)["code"] is None
    assert ben.look(session)["code"] == session["code"]


def test_joining_tells_who_helps_and_gives_a_token(ben: Program, stranger: Program) -> None:
    session = support(ben)

    answer = found(stranger.post("/join", json={"code": session["code"], "name": MARIA}))

    assert answer["session"] == {
        "id": session["id"], "state": "active", "name": MARIA, "helper": "Ben Okafor", "account": "Acme",
        "joined_at": "2026-03-02T09:00:00.000000Z", "ends_at": None, "seconds": None, "message": None,
        "ended_at": None, "end_reason": None,
    }  # fmt: skip
    assert (ben.look(session)["state"], ben.look(session)["remote"]) == ("active", MARIA)


def test_the_remote_side_looks_at_its_session_and_leaves_it(ben: Program, stranger: Program) -> None:
    session = support(ben)
    bearer = join(stranger, session["code"])

    assert found(stranger.get("/remote", headers=bearer))["state"] == "active"
    assert stranger.delete("/remote", headers=bearer).status_code == 204
    assert stranger.delete("/remote", headers=bearer).status_code == 204
    assert found(stranger.get("/remote", headers=bearer))["end_reason"] == "remote_left"
    assert (ben.look(session)["state"], ben.look(session)["end_reason"]) == ("ended", "remote_left")


def test_the_remote_side_reads_that_its_session_is_being_ended(
    ana: Program, ben: Program, stranger: Program, clock: FrozenClock
) -> None:
    session = support(ben)
    bearer = join(stranger, session["code"])
    ana.post(f"/sessions/{session['id']}/termination", json={"reason": "Maintenance"})
    clock.advance(10)

    seen = found(stranger.get("/remote", headers=bearer))

    assert (seen["state"], seen["seconds"], seen["ends_at"]) == ("ending", 20, "2026-03-02T09:00:30.000000Z")
    assert seen["message"].startswith("Ana Novak is ending this session: Maintenance.")


def test_a_wrong_code_is_404_of_a_kind_of_its_own(ben: Program, stranger: Program) -> None:
    session = support(ben)

    answer = stranger.post("/join", json={"code": wrong(session["code"]), "name": MARIA})

    assert problem(answer) == (404, "unknown-code")


def test_a_used_code_is_answered_word_for_word_as_a_wrong_one(ben: Program, stranger: Program) -> None:
    session = support(ben)
    join(stranger, session["code"])

    answers = [
        stranger.post("/join", json={"code": code, "name": MARIA})
        for code in (session["code"], wrong(session["code"]))
    ]

    assert found(answers[0]) == found(answers[1])


def test_guessing_is_429_and_says_how_long_to_wait(stranger: Program, cast: Cast) -> None:
    for _ in range(6):
        stranger.post("/join", json={"code": "999999999999", "name": "Eve"})

    answer = stranger.post("/join", json={"code": "999999999999", "name": "Eve"})

    assert problem(answer) == (429, "too-many-attempts")
    assert answer.headers["Retry-After"] == "1"
    assert found(answer)["retry_after_seconds"] == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"code": "4829", "name": MARIA}, "code"),
        ({"name": MARIA}, "code"),
        ({"code": "482913057612"}, "name"),
        ({"code": "482913057612", "name": ""}, "name"),
    ],
)
def test_what_cannot_be_used_is_said_by_field(
    stranger: Program, cast: Cast, body: dict[str, str], field: str
) -> None:
    assert [name for name, _ in mistakes(stranger.post("/join", json=body))] == [field]


def test_a_new_code_replaces_the_old_one(ben: Program, stranger: Program) -> None:
    session = support(ben)
    again = ben.post(f"/sessions/{session['id']}/code")

    assert again.status_code == 201
    assert problem(stranger.post("/join", json={"code": session["code"], "name": MARIA}))[0] == 404
    join(stranger, found(again)["code"])


def test_a_session_that_was_joined_gets_no_new_code(ben: Program, stranger: Program) -> None:
    session = support(ben)
    join(stranger, session["code"])

    assert problem(ben.post(f"/sessions/{session['id']}/code")) == (409, "conflict")


def test_a_devices_token_is_none_of_a_remote_side_and_the_other_way_round(
    ben: Program, stranger: Program
) -> None:
    bearer = join(stranger, support(ben)["code"])

    assert problem(ben.get("/remote")) == (401, "unauthorized")
    assert problem(stranger.get("/sessions", headers=bearer)) == (401, "unauthorized")


def test_without_a_token_one_is_told_to_join(stranger: Program, cast: Cast) -> None:
    assert "POST /api/v1/join" in found(stranger.get("/remote"))["detail"]
