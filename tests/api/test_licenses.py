from tests.api.conftest import DenyRights, ProgramOf
from tests.api.programs import Program, found
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from webapp.domain.access import Right

BEN = {
    "license": 1,
    "user": "ben",
    "user_display_name": "Ben Okafor",
    "device": "BEN-DESK",
    "since": "2026-03-02T09:00:00.000000Z",
    "sessions": 2,
}
CLEO = {
    "license": 2,
    "user": "cleo",
    "user_display_name": "Cleo Marsh",
    "device": "CLEO-DESK",
    "since": "2026-03-02T09:00:05.000000Z",
    "sessions": 1,
}


def _three_sessions(ben: Program, cleo: Program, clock: FrozenClock) -> None:
    ben.open("SRV-DB-01")
    clock.advance(5)
    cleo.open()
    ben.open("SRV-DB-02")


def test_the_licenses_and_their_holders_are_told(
    ana: Program, ben: Program, cleo: Program, clock: FrozenClock
) -> None:
    _three_sessions(ben, cleo, clock)

    answer = ana.get("/licenses")

    assert (answer.status_code, found(answer)) == (200, {"licenses": 3, "in_use": 2, "holders": [BEN, CLEO]})


def test_without_the_right_to_the_domain_one_sees_oneself_and_the_numbers(
    ben: Program, cleo: Program, clock: FrozenClock, cast: Cast, deny: DenyRights
) -> None:
    _three_sessions(ben, cleo, clock)
    deny(cast.ben, Right.VIEW_DOMAIN)

    assert found(ben.get("/licenses")) == {"licenses": 3, "in_use": 2, "holders": [BEN]}


def test_a_license_whose_lease_ran_out_is_not_in_use(ben: Program, cleo: Program, clock: FrozenClock) -> None:
    _three_sessions(ben, cleo, clock)
    clock.advance(90)

    assert found(ben.get("/licenses")) == {"licenses": 3, "in_use": 0, "holders": []}


def test_a_license_is_in_use_while_its_session_is_being_ended(
    ana: Program, ben: Program, program: ProgramOf, cast: Cast
) -> None:
    session = ben.open()
    ana.post(f"/sessions/{session['id']}/termination")

    assert found(program(cast.ben.laptop).get("/licenses")) == {
        "licenses": 3,
        "in_use": 1,
        "holders": [{**BEN, "sessions": 1}],
    }
