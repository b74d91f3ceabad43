from typing import Any

import pytest

from tests.api.conftest import DenyRights, ProgramOf
from tests.api.programs import Program, found, mistakes, problem
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from webapp.domain.access import Right

DEADLINE = "2026-03-02T09:00:30.000000Z"
MESSAGE = "Ana Novak is ending this session{}. It closes in 30 seconds; save your work now."


def termination(session: dict[str, Any]) -> str:
    """The address of a session's termination."""
    return f"/sessions/{session['id']}/termination"


@pytest.fixture
def session(ben: Program) -> dict[str, Any]:
    """A session on ben's desk."""
    return ben.open()


def test_asking_to_end_a_session_answers_when_it_ends(ana: Program, session: dict[str, Any]) -> None:
    answer = ana.post(termination(session), json={"reason": "Maintenance"})

    assert (answer.status_code, found(answer)) == (202, {"ends_at": DEADLINE})


def test_the_session_says_that_it_is_being_ended_and_why(
    ana: Program, ben: Program, session: dict[str, Any]
) -> None:
    ana.post(termination(session), json={"reason": " Maintenance\nat  noon "})

    assert ben.look(session) == {
        **session,
        "state": "ending",
        "ends_at": DEADLINE,
        "seconds": 30,
        "message": MESSAGE.format(": Maintenance at noon"),
    }


@pytest.mark.parametrize("rest", [{}, {"json": {}}, {"json": {"reason": None}}, {"json": {"reason": " "}}])
def test_no_reason_need_be_given(
    ana: Program, ben: Program, session: dict[str, Any], rest: dict[str, Any]
) -> None:
    answer = ana.post(termination(session), **rest)

    assert answer.status_code == 202
    assert ben.look(session)["message"] == MESSAGE.format("")


@on_sqlite
@pytest.mark.parametrize(
    ("reason", "message"),
    [
        ("x" * 201, "Shorten reason to at most 200 characters."),
        ("nul\x00", "Use one line of plain characters for reason."),
        ("\x1b[2J", "Use one line of plain characters for reason."),
        (7, "Give reason as text."),
    ],
)
def test_a_reason_that_cannot_be_shown_is_refused(
    ana: Program, ben: Program, session: dict[str, Any], reason: object, message: str
) -> None:
    answer = ana.post(termination(session), json={"reason": reason})

    assert mistakes(answer) == [("reason", message)]
    assert ben.look(session) == session


def test_asking_again_does_not_move_the_deadline(
    ana: Program, cleo: Program, session: dict[str, Any], clock: FrozenClock
) -> None:
    ana.post(termination(session))
    clock.advance(10)

    answer = cleo.post(termination(session))

    assert (answer.status_code, found(answer)) == (202, {"ends_at": DEADLINE})


def test_at_the_deadline_the_session_is_over(
    ana: Program, ben: Program, session: dict[str, Any], clock: FrozenClock
) -> None:
    ana.post(termination(session))
    clock.advance(30)

    over = ben.look(session)

    assert (over["state"], over["ended_at"], over["end_reason"]) == ("ended", DEADLINE, "terminated")


def test_a_session_that_is_over_cannot_be_ended(
    ana: Program, ben: Program, session: dict[str, Any], clock: FrozenClock
) -> None:
    ben.delete(f"/sessions/{session['id']}")

    assert problem(ana.post(termination(session))) == (409, "conflict")


def test_a_session_whose_lease_ran_out_cannot_be_ended(
    ana: Program, session: dict[str, Any], clock: FrozenClock
) -> None:
    clock.advance(90)

    assert problem(ana.post(termination(session))) == (409, "conflict")


def test_taken_back_the_session_goes_on(ana: Program, ben: Program, session: dict[str, Any]) -> None:
    ana.post(termination(session))

    answer = ana.delete(termination(session))

    assert (answer.status_code, answer.data) == (204, b"")
    assert ben.look(session) == session


def test_taking_back_what_nobody_is_ending_changes_nothing(
    ana: Program, ben: Program, session: dict[str, Any]
) -> None:
    answer = ana.delete(termination(session))

    assert (answer.status_code, ben.look(session)) == (204, session)


def test_at_the_deadline_it_is_too_late_to_take_back(
    ana: Program, session: dict[str, Any], clock: FrozenClock
) -> None:
    ana.post(termination(session))
    clock.advance(30)

    assert problem(ana.delete(termination(session))) == (409, "conflict")


def test_who_may_view_but_not_control_is_403(
    ana: Program, ben: Program, cast: Cast, deny: DenyRights, session: dict[str, Any]
) -> None:
    hers = ana.open()
    deny(cast.ben, Right.CONTROL_DOMAIN)

    answers = [ben.post(termination(hers)), ben.delete(termination(hers)), ben.post(termination(session))]

    assert [problem(answer) for answer in answers[:2]] == [(403, "forbidden")] * 2
    assert answers[2].status_code == 202


def test_who_may_not_view_is_404(ana: Program, ben: Program, cast: Cast, deny: DenyRights) -> None:
    hers = ana.open()
    deny(cast.ben, Right.VIEW_DOMAIN)

    answers = [ben.post(termination(hers)), ben.delete(termination(hers))]

    assert [problem(answer) for answer in answers] == [(404, "not-found")] * 2


def test_the_client_confirms_that_its_user_was_told(
    ana: Program, ben: Program, session: dict[str, Any]
) -> None:
    ana.post(termination(session))

    answers = [ben.put(f"{termination(session)}/confirmation") for _ in range(2)]

    assert [(answer.status_code, answer.data) for answer in answers] == [(204, b"")] * 2


def test_there_is_nothing_to_confirm_when_nobody_is_ending_the_session(
    ben: Program, session: dict[str, Any]
) -> None:
    assert problem(ben.put(f"{termination(session)}/confirmation")) == (409, "conflict")


def test_only_the_device_that_runs_the_session_confirms(
    ana: Program, program: ProgramOf, cast: Cast, session: dict[str, Any]
) -> None:
    ana.post(termination(session))

    answers = [other.put(f"{termination(session)}/confirmation") for other in (ana, program(cast.ben.laptop))]

    assert [problem(answer) for answer in answers] == [(404, "not-found")] * 2


@pytest.mark.parametrize("what", ["019cabf5-1f2e-7cc3-98c4-dc0c0c07398f", "nothing"])
def test_the_termination_of_no_session_is_404(ana: Program, what: str) -> None:
    path = f"/sessions/{what}/termination"

    answers = [ana.post(path), ana.delete(path), ana.put(f"{path}/confirmation")]

    assert [problem(answer) for answer in answers] == [(404, "not-found")] * 3
