import re
from typing import Any

import pytest
from flask import Flask
from pydantic import HttpUrl

from tests.api.conftest import ProgramOf
from tests.api.programs import Program, found, mistakes, problem
from tests.support.cast import Cast, add_user, sign_in_on
from tests.support.databases import on_sqlite
from webapp import current
from webapp.db import Database

SESSION = {"kind": "unattended", "remote": "SRV-DB-02"}
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


@pytest.fixture
def full(program: ProgramOf, cast: Cast) -> list[dict[str, Any]]:
    """All three licenses of acme are held."""
    return [program(seat).open() for seat in (cast.ana.laptop, cast.ben.laptop, cast.cleo.laptop)]


def test_who_gets_in_is_told_everything_about_the_session(ben: Program) -> None:
    answer = ben.post("/sessions", json={**SESSION, "remote_address": "192.0.2.7"})

    session = found(answer)
    assert answer.status_code == 201
    assert ID.fullmatch(session.pop("id"))
    assert session == {
        "kind": "unattended",
        "state": "active",
        "license": 1,
        "funding": "license",
        "remote": "SRV-DB-02",
        "remote_address": "192.0.2.7",
        "user": "ben",
        "user_display_name": "Ben Okafor",
        "device": "BEN-DESK",
        "mine": True,
        "opened_at": "2026-03-02T09:00:00.000000Z",
        "lease_expires_at": "2026-03-02T09:01:30.000000Z",
        "renew_every_seconds": 30,
        "ends_at": None,
        "seconds": None,
        "message": None,
        "ended_at": None,
        "end_reason": None,
        "expires_at": None,
        "joined_at": None,
        "code": None,
    }


def test_the_location_of_the_answer_is_the_session(ben: Program) -> None:
    answer = ben.post("/sessions", json=SESSION)

    assert answer.headers["Location"] == f"/api/v1/sessions/{found(answer)['id']}"


def test_a_second_session_of_a_device_runs_on_the_same_license(ben: Program) -> None:
    assert [ben.open("SRV-DB-01")["license"], ben.open("SRV-DB-02")["license"]] == [1, 1]


def test_the_name_of_the_remote_side_is_trimmed(ben: Program) -> None:
    assert ben.open("  SRV DB 02 ")["remote"] == "SRV DB 02"


def test_fields_that_the_server_does_not_know_are_ignored(ben: Program) -> None:
    answer = ben.post("/sessions", json={**SESSION, "color": "green"})

    assert answer.status_code == 201


@pytest.mark.usefixtures("full")
def test_the_one_too_many_is_refused_with_a_reason_and_a_link(ben: Program) -> None:
    answer = ben.post("/sessions", json=SESSION)

    refusal = found(answer)
    assert problem(answer) == (409, "limit-reached")
    assert ID.fullmatch(refusal["usage_url"].removeprefix("http://localhost/usage?refusal="))
    assert {**refusal, "usage_url": ""} == {
        "type": "/problems/limit-reached",
        "title": "No license is free",
        "status": 409,
        "detail": "All 3 licenses are in use. License Usage shows who holds them; ending all sessions of one holder"
        " frees a license.",
        "reason": "account_limit",
        "licenses": 3,
        "usage_url": "",
    }


@pytest.mark.usefixtures("full")
def test_the_link_leads_to_where_people_reach_the_console(app: Flask, ben: Program) -> None:
    with app.app_context():
        current.settings().public_url = HttpUrl("https://seats.acme.example/licenses/")

    refusal = found(ben.post("/sessions", json=SESSION))

    assert refusal["usage_url"].startswith("https://seats.acme.example/licenses/usage?refusal=")


def test_ones_own_limit_is_another_reason_whatever_is_free(
    database: Database, program: ProgramOf, cast: Cast
) -> None:
    add_user(database, "dora", "Dora Lund", own_limit=1)
    program(sign_in_on(database, r"acme\dora", "dora-desk", "DORA-DESK")).open()
    laptop = program(sign_in_on(database, r"acme\dora", "dora-laptop", "DORA-LAPTOP"))

    answer = laptop.post("/sessions", json=SESSION)

    assert problem(answer) == (409, "limit-reached")
    assert (found(answer)["reason"], found(answer)["title"]) == ("user_limit", "Your own limit is reached")


def test_the_same_idempotency_key_means_the_same_session(ben: Program) -> None:
    first = ben.post("/sessions", json=SESSION, headers={"Idempotency-Key": "k-1"})
    again = ben.post("/sessions", json=SESSION, headers={"Idempotency-Key": "k-1"})

    assert (again.status_code, found(again)) == (201, found(first))
    assert [item["id"] for item in found(ben.get("/sessions"))["items"]] == [found(first)["id"]]


def test_another_key_or_none_means_another_session(ben: Program) -> None:
    keys: list[dict[str, str]] = [{"Idempotency-Key": "k-1"}, {"Idempotency-Key": "k-2"}, {}, {}]

    ids = {found(ben.post("/sessions", json=SESSION, headers=key))["id"] for key in keys}

    assert len(ids) == 4


def test_the_same_key_on_another_device_means_another_session(ben: Program, cleo: Program) -> None:
    key = {"Idempotency-Key": "k-1"}

    assert ben.open(**key)["id"] != cleo.open(**key)["id"]


def test_the_same_key_with_another_body_is_a_conflict(ben: Program) -> None:
    ben.open("SRV-DB-01", **{"Idempotency-Key": "k-1"})

    answer = ben.post("/sessions", json=SESSION, headers={"Idempotency-Key": "k-1"})

    assert problem(answer) == (409, "conflict")


@pytest.mark.usefixtures("full")
def test_after_a_refusal_the_same_key_is_tried_anew(ben: Program, program: ProgramOf, cast: Cast) -> None:
    key = {"Idempotency-Key": "k-1"}
    refused = ben.post("/sessions", json=SESSION, headers=key)
    own = found(program(cast.ben.laptop).get("/sessions"))["items"]
    laptop = program(cast.ben.laptop)
    for session in (item for item in own if item["mine"]):
        laptop.delete(f"/sessions/{session['id']}")

    answer = ben.post("/sessions", json=SESSION, headers=key)

    assert (refused.status_code, answer.status_code, found(answer)["license"]) == (409, 201, 2)


@on_sqlite
@pytest.mark.parametrize("key", ["", "x" * 201, "caf\xe9", "tab\there"])
def test_a_key_is_1_to_200_printable_characters(ben: Program, key: str) -> None:
    answer = ben.post("/sessions", json=SESSION, headers={"Idempotency-Key": key})

    assert mistakes(answer) == [
        ("Idempotency-Key", "Use 1 to 200 printable ASCII characters for Idempotency-Key.")
    ]


@on_sqlite
@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"kind": "other"}, "kind", "Use unattended or support for kind."),
        ({"kind": None}, "kind", "Use unattended or support for kind."),
        ({"remote": None}, "remote", "Give remote."),
        ({"accept_ppu": "perhaps"}, "accept_ppu", "Give accept_ppu as true or false."),
        ({"remote": ""}, "remote", "Give at least 1 character for remote."),
        ({"remote": "   "}, "remote", "Give at least 1 character for remote."),
        ({"remote": "SRV\n"}, "remote", "Use one line of plain characters for remote."),
        ({"accept_ppu": 1}, "accept_ppu", "Give accept_ppu as true or false."),
        ({"remote": 7}, "remote", "Give remote as text."),
        ({"remote": "x" * 201}, "remote", "Shorten remote to at most 200 characters."),
        ({"remote": "SRV\x00"}, "remote", "Use one line of plain characters for remote."),
        (
            {"remote_address": "10.0.0.1\x1b[2J"},
            "remote_address",
            "Use one line of plain characters for remote_address.",
        ),
    ],
)
def test_what_cannot_be_used_is_named(
    ben: Program, changes: dict[str, Any], field: str, message: str
) -> None:
    assert mistakes(ben.post("/sessions", json={**SESSION, **changes})) == [(field, message)]
