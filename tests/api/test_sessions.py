from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.api.conftest import DenyRights, ProgramOf
from tests.api.programs import Program, found, mistakes, problem
from tests.support.cast import Cast, sign_in_on
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from webapp.db import Database
from webapp.domain.access import Right

NO_ID = ["1", "nothing", "019cabf5", "019cabf5-1f2e-7cc3-98c4-dc0c0c07398g", "%00"]


def listed(program: Program, query: str = "") -> list[str]:
    """The remote sides of the sessions on a page, in its order."""
    return [item["remote"] for item in found(program.get(f"/sessions{query}"))["items"]]


def test_sessions_of_the_account_are_listed_oldest_first(ana: Program, ben: Program, cleo: Program) -> None:
    opened = [ben.open("SRV-DB-01"), cleo.open("SRV-DB-02"), ben.open("SRV-DB-03")]

    answer = ana.get("/sessions")

    assert answer.status_code == 200
    assert found(answer) == {"items": [{**session, "mine": False} for session in opened], "next": None}


def test_a_page_holds_as_many_as_asked_and_says_where_the_next_begins(ben: Program) -> None:
    opened = [ben.open(f"SRV-{number}") for number in range(5)]

    first = found(ben.get("/sessions?limit=2"))
    second = found(ben.get(f"/sessions?limit=2&after={first['next']}"))
    third = found(ben.get(f"/sessions?limit=2&after={second['next']}"))

    assert first["items"] + second["items"] + third["items"] == opened
    assert [first["next"], second["next"], third["next"]] == [opened[1]["id"], opened[3]["id"], None]


@on_sqlite
@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ("limit=0", "limit", "Give limit as at least 1."),
        ("limit=201", "limit", "Give limit as at most 200."),
        ("limit=many", "limit", "Give limit as a whole number."),
        (f"limit={'9' * 5000}", "limit", "Give limit as a smaller number."),
        ("after=first", "after", "Give after as an id, as the server gave it."),
        ("after=", "after", "Give after as an id, as the server gave it."),
    ],
)
def test_a_page_that_cannot_be_is_refused(ben: Program, query: str, field: str, message: str) -> None:
    assert mistakes(ben.get(f"/sessions?{query}")) == [(field, message)]


def test_sessions_that_are_over_are_not_listed(ben: Program, clock: FrozenClock) -> None:
    closed, lapsed = ben.open("CLOSED"), ben.open("LAPSED")
    ben.delete(f"/sessions/{closed['id']}")
    clock.advance(60)
    ben.open("OPEN")
    clock.set(clock.now() + timedelta(seconds=30))

    assert (listed(ben), ben.look(lapsed)["state"]) == (["OPEN"], "ended")


def test_without_the_right_to_the_domain_ones_own_sessions_are_listed(
    ana: Program, ben: Program, cast: Cast, deny: DenyRights
) -> None:
    ana.open("HERS")
    ben.open("HIS")
    deny(cast.ben, Right.VIEW_DOMAIN)

    assert listed(ben) == ["HIS"]


def test_without_any_right_to_view_the_list_is_403(ben: Program, cast: Cast, deny: DenyRights) -> None:
    deny(cast.ben, Right.VIEW_OWN, Right.VIEW_DOMAIN)

    assert problem(ben.get("/sessions")) == (403, "forbidden")


def test_mine_are_those_of_this_user_on_this_device(ben: Program, program: ProgramOf, cast: Cast) -> None:
    ben.open("DESK")
    program(cast.ben.laptop).open("LAPTOP")

    items = found(ben.get("/sessions"))["items"]

    assert {item["remote"]: item["mine"] for item in items} == {"DESK": True, "LAPTOP": False}


def test_one_session_is_told_as_it_stands(ana: Program, ben: Program) -> None:
    session = ben.open()

    assert ana.look(session) == {**session, "mine": False}


def test_a_session_that_its_client_closed_says_so(ben: Program, clock: FrozenClock) -> None:
    session = ben.open()
    clock.advance(10)
    ben.delete(f"/sessions/{session['id']}")

    assert ben.look(session) == {
        **session,
        "state": "ended",
        "ended_at": "2026-03-02T09:00:10.000000Z",
        "end_reason": "closed_by_client",
    }


def test_a_session_whose_lease_ran_out_says_so(ben: Program, clock: FrozenClock) -> None:
    session = ben.open()
    clock.advance(90)

    assert ben.look(session) == {
        **session,
        "state": "ended",
        "ended_at": session["lease_expires_at"],
        "end_reason": "lease_lapsed",
    }


def test_a_colleagues_session_is_404_without_the_right_to_the_domain(
    ana: Program, ben: Program, cast: Cast, deny: DenyRights
) -> None:
    hers = ana.open()
    deny(cast.ben, Right.VIEW_DOMAIN)

    assert problem(ben.get(f"/sessions/{hers['id']}")) == (404, "not-found")


def test_the_device_that_runs_a_session_may_always_ask_for_it(
    ben: Program, cast: Cast, deny: DenyRights
) -> None:
    session = ben.open()
    deny(cast.ben, Right.VIEW_OWN, Right.VIEW_DOMAIN)

    assert ben.look(session) == session


@on_sqlite
@pytest.mark.parametrize("session_id", NO_ID)
def test_what_is_no_id_is_404(ben: Program, session_id: str) -> None:
    answers = {method: problem(ben.ask(method, f"/sessions/{session_id}")) for method in ("GET", "DELETE")}

    assert answers == {"GET": (404, "not-found"), "DELETE": (404, "not-found")}


def test_an_id_of_no_session_is_404(ben: Program) -> None:
    assert problem(ben.get(f"/sessions/{uuid4()}")) == (404, "not-found")


def test_closing_frees_the_license(ben: Program) -> None:
    session = ben.open()

    answer = ben.delete(f"/sessions/{session['id']}")

    assert (answer.status_code, answer.data) == (204, b"")
    assert found(ben.get("/licenses")) == {"licenses": 3, "in_use": 0, "holders": []}


def test_closing_twice_changes_nothing(ben: Program, clock: FrozenClock) -> None:
    session = ben.open()
    ben.delete(f"/sessions/{session['id']}")
    once: dict[str, Any] = ben.look(session)
    clock.advance(5)

    answer = ben.delete(f"/sessions/{session['id']}")

    assert (answer.status_code, ben.look(session)) == (204, once)


def test_a_session_is_closed_only_from_the_device_that_runs_it(
    ana: Program, ben: Program, program: ProgramOf, cast: Cast
) -> None:
    session = ben.open()

    answers = [p.delete(f"/sessions/{session['id']}") for p in (ana, program(cast.ben.laptop))]

    assert [problem(answer) for answer in answers] == [(404, "not-found")] * 2
    assert ben.look(session) == session


def test_a_device_keeps_its_sessions_when_its_name_changes(ben: Program, database: Database) -> None:
    session = ben.open()
    sign_in_on(database, r"acme\ben", "ben-desk", "BEN-NEW-DESK")

    assert ben.look(session) == {**session, "device": "BEN-NEW-DESK"}
