from uuid import uuid4

from tests.api.conftest import ProgramOf
from tests.api.programs import Program, found, problem
from tests.support.cast import Cast
from tests.support.clock import FrozenClock

AFTER_20_SECONDS = "2026-03-02T09:01:50.000000Z"


def test_one_request_renews_all_sessions_of_the_device(ben: Program, clock: FrozenClock) -> None:
    opened = [ben.open("SRV-DB-01"), ben.open("SRV-DB-02")]
    clock.advance(20)

    answer = ben.put("/lease")

    assert answer.status_code == 200
    assert found(answer) == {
        "lease_expires_at": AFTER_20_SECONDS,
        "renew_every_seconds": 30,
        "sessions": [{**session, "lease_expires_at": AFTER_20_SECONDS} for session in opened],
    }


def test_sessions_of_other_devices_are_not_renewed(
    ben: Program, program: ProgramOf, cast: Cast, clock: FrozenClock
) -> None:
    laptop = program(cast.ben.laptop)
    session = laptop.open()
    clock.advance(20)

    assert found(ben.put("/lease"))["sessions"] == []
    assert laptop.look(session) == session


def test_a_renewal_tells_of_sessions_that_are_over_and_revives_none(ben: Program, clock: FrozenClock) -> None:
    closed, lapsed = ben.open("CLOSED"), ben.open("LAPSED")
    ben.delete(f"/sessions/{closed['id']}")
    clock.advance(90)

    sessions = found(ben.put("/lease"))["sessions"]

    assert sessions == [
        {
            **closed,
            "state": "ended",
            "ended_at": "2026-03-02T09:00:00.000000Z",
            "end_reason": "closed_by_client",
        },
        {**lapsed, "state": "ended", "ended_at": "2026-03-02T09:01:30.000000Z", "end_reason": "lease_lapsed"},
    ]


def test_a_renewal_tells_of_sessions_that_are_being_ended(ana: Program, ben: Program) -> None:
    session = ben.open()
    ana.post(f"/sessions/{session['id']}/termination", json={"reason": "Maintenance"})

    sessions = found(ben.put("/lease"))["sessions"]

    assert sessions == [
        {
            **session,
            "state": "ending",
            "ends_at": "2026-03-02T09:00:30.000000Z",
            "seconds": 30,
            "message": "Ana Novak is ending this session: Maintenance. It closes in 30 seconds; save your work now.",
        }
    ]


def test_a_device_without_sessions_may_renew_too(ben: Program) -> None:
    assert found(ben.put("/lease")) == {
        "lease_expires_at": "2026-03-02T09:01:30.000000Z",
        "renew_every_seconds": 30,
        "sessions": [],
    }


def test_one_session_is_renewed_by_itself(ben: Program, clock: FrozenClock) -> None:
    first, second = ben.open("SRV-DB-01"), ben.open("SRV-DB-02")
    clock.advance(20)

    answer = ben.put(f"/sessions/{first['id']}/lease")

    assert (answer.status_code, found(answer)) == (200, {**first, "lease_expires_at": AFTER_20_SECONDS})
    assert ben.look(second) == second


def test_a_lease_that_ran_out_is_410_from_that_very_moment(ben: Program, clock: FrozenClock) -> None:
    session = ben.open()
    clock.advance(90)

    answer = ben.put(f"/sessions/{session['id']}/lease")

    assert problem(answer) == (410, "gone")
    assert found(answer) == {
        "type": "/problems/gone",
        "title": "The session is over",
        "status": 410,
        "detail": "To go on, open a new session.",
        "reason": "lease_lapsed",
        "message": None,
        "ended_at": "2026-03-02T09:01:30.000000Z",
    }


def test_a_session_that_was_ended_is_410_with_the_message(
    ana: Program, ben: Program, clock: FrozenClock
) -> None:
    session = ben.open()
    ana.post(f"/sessions/{session['id']}/termination")
    clock.advance(30)

    answer = ben.put(f"/sessions/{session['id']}/lease")

    assert problem(answer) == (410, "gone")
    assert found(answer)["reason"] == "terminated"
    assert found(answer)["message"].startswith("Ana Novak ")


def test_the_lease_of_a_session_of_another_device_is_404(
    ana: Program, ben: Program, program: ProgramOf, cast: Cast
) -> None:
    path = f"/sessions/{ben.open()['id']}/lease"

    answers = [problem(other.put(path)) for other in (ana, program(cast.ben.laptop))]

    assert answers == [(404, "not-found")] * 2


def test_the_lease_of_no_session_is_404(ben: Program) -> None:
    answers = [problem(ben.put(f"/sessions/{what}/lease")) for what in (uuid4(), "nothing")]

    assert answers == [(404, "not-found")] * 2
