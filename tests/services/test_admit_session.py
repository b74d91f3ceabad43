import pytest

from tests.services.acting import (
    LEASE,
    insert_session,
    one_seat_of_own_limit,
    opened,
    refused,
    seats,
    stored_session,
    wish,
)
from tests.support.cast import LICENSES, Cast, sign_in_on
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.domain.errors import Conflict, Invalid
from webapp.domain.states import Funding, RefusalReason, SessionKind, SessionState
from webapp.services.admit_session import Admitted, OpenRequest, admit_session
from webapp.services.end_session import end_session
from webapp.services.list_licenses import list_licenses
from webapp.services.steps.sessions import SessionView


def test_who_gets_in_is_told_everything_about_the_session(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    now = clock.now()

    answer = admit_session(
        database, cast.ben.desk.actor, OpenRequest(SessionKind.UNATTENDED, " SRV-DB-02 ", "192.0.2.7"), now
    )

    assert isinstance(answer, Admitted)
    assert answer.session == SessionView(
        id=answer.session.id, kind=SessionKind.UNATTENDED, state=SessionState.ACTIVE, license=1,
        funding=Funding.LICENSE, remote="SRV-DB-02", remote_address="192.0.2.7", user="ben",
        user_id=cast.ben.actor.user_id, device_id=cast.ben.desk.actor.device_id or 0,
        user_display_name="Ben Okafor", device="BEN-DESK", opened_at=now, lease_expires_at=now + LEASE,
        renew_every_seconds=30,
    )  # fmt: skip


def test_pairs_get_the_lowest_free_numbers_in_turn(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    pairs = [cast.ben.desk, cast.ben.laptop, cast.cleo.desk]

    numbers = [opened(database, seat, clock.now()).license for seat in pairs]

    assert numbers == [1, 2, 3]


def test_a_number_in_the_middle_that_became_free_is_the_next_to_be_taken(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    opened(database, cast.ben.desk, clock.now())
    second = opened(database, cast.ben.laptop, clock.now())
    opened(database, cast.cleo.desk, clock.now())
    end_session(database, cast.ben.laptop.actor, second.id, clock.advance(1))

    session = opened(database, cast.cleo.laptop, clock.advance(1))

    assert session.license == 2


def test_a_license_whose_lease_ran_out_is_free_and_the_lowest_such_number_is_taken(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    opened(database, cast.ben.desk, clock.now())
    clock.advance(90)

    session = opened(database, cast.cleo.desk, clock.now())

    assert session.license == 1


def test_a_second_session_never_takes_a_second_license(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    sessions = [opened(database, cast.ben.desk, clock.advance(1)) for _ in range(5)]

    view = list_licenses(database, cast.ana.actor, clock.now())

    assert [session.license for session in sessions] == [1, 1, 1, 1, 1]
    assert [(holder.license, holder.sessions) for holder in view.holders] == [(1, 5)]


def test_a_second_session_gets_in_when_no_license_is_free(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    first, *_ = [
        opened(database, seat, clock.now()) for seat in (cast.ben.desk, cast.ben.laptop, cast.cleo.desk)
    ]

    second = opened(database, cast.ben.desk, clock.now())

    assert second.license == first.license


def test_two_users_of_one_device_are_two_pairs(database: Database, cast: Cast, clock: FrozenClock) -> None:
    shared = sign_in_on(database, cast.cleo.login, "ben-desk", "BEN-DESK")
    assert shared.actor.device_id == cast.ben.desk.actor.device_id

    numbers = [opened(database, seat, clock.now()).license for seat in (cast.ben.desk, shared)]

    assert numbers == [1, 2]


def test_without_a_free_license_the_next_pair_is_refused(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    for seat in seats(database, LICENSES):
        opened(database, seat, clock.now())

    answer = refused(database, cast.cleo.desk, clock.now())

    assert (answer.reason, answer.title, answer.licenses) == (
        RefusalReason.ACCOUNT_LIMIT,
        "No license is free",
        LICENSES,
    )


def test_the_licenses_of_another_account_make_no_difference(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    for seat in seats(database, LICENSES):
        opened(database, seat, clock.now())

    session = opened(database, cast.gus.desk, clock.now())

    assert session.license == 1


def test_a_user_at_their_own_limit_is_refused_though_licenses_are_free(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    first, second = one_seat_of_own_limit(database, limit=1, devices=2)
    opened(database, first, clock.now())

    answer = refused(database, second, clock.now())

    assert answer.reason == RefusalReason.USER_LIMIT
    assert "Ana Novak" in answer.detail


def test_the_own_limit_comes_before_the_account_limit(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    first, second = one_seat_of_own_limit(database, limit=1, devices=2)
    for seat in (first, *seats(database, LICENSES - 1)):
        opened(database, seat, clock.now())

    answer = refused(database, second, clock.now())

    assert answer.reason == RefusalReason.USER_LIMIT


def test_a_second_session_on_the_same_device_is_not_counted_by_the_own_limit(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    (seat,) = one_seat_of_own_limit(database, limit=1, devices=1)

    sessions = [opened(database, seat, clock.now()) for _ in range(2)]

    assert [session.license for session in sessions] == [1, 1]


def test_a_device_whose_lease_ran_out_is_not_counted_by_the_own_limit(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    first, second = one_seat_of_own_limit(database, limit=1, devices=2)
    opened(database, first, clock.now())
    clock.advance(90)

    session = opened(database, second, clock.now())

    assert session.license == 1


def test_a_user_whose_own_limit_is_nothing_never_gets_in(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    (seat,) = one_seat_of_own_limit(database, limit=0, devices=1)

    answer = refused(database, seat, clock.now())

    assert answer.reason == RefusalReason.USER_LIMIT


def test_a_session_on_standby_holds_its_license(database: Database, cast: Cast, clock: FrozenClock) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    insert_session(database, cast.ben.desk, SessionState.STANDBY, clock.now(), session.license)
    end_session(database, cast.ben.desk.actor, session.id, clock.advance(1))

    other = opened(database, cast.cleo.desk, clock.now())

    assert other.license == 2


def test_a_paused_session_holds_no_license(database: Database, cast: Cast, clock: FrozenClock) -> None:
    insert_session(database, cast.ben.desk, SessionState.PAUSED, clock.now(), None)

    session = opened(database, cast.cleo.desk, clock.now())

    assert session.license == 1


def test_the_same_idempotency_key_is_the_same_session(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    first = opened(database, cast.ben.desk, clock.now(), key="k-1")

    again = opened(database, cast.ben.desk, clock.advance(1), key="k-1")

    assert again == first


def test_an_idempotency_key_whose_session_is_over_opens_no_other(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    first = opened(database, cast.ben.desk, clock.now(), key="k-1")
    end_session(database, cast.ben.desk.actor, first.id, clock.advance(1))

    again = opened(database, cast.ben.desk, clock.advance(1), key="k-1")

    assert (again.id, again.state) == (first.id, SessionState.ENDED)


def test_an_idempotency_key_counts_on_its_device_alone(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    first = opened(database, cast.ben.desk, clock.now(), key="k-1")

    others = [opened(database, seat, clock.now(), key="k-1") for seat in (cast.ben.laptop, cast.gus.desk)]

    assert {first.id} & {session.id for session in others} == set()


def test_an_idempotency_key_that_opened_something_else_is_a_conflict(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    opened(database, cast.ben.desk, clock.now(), key="k-1")

    elsewhere = OpenRequest(SessionKind.UNATTENDED, "SRV-DB-02", "192.0.2.7", "k-1")
    for other in (wish("SRV-WEB-01", key="k-1"), elsewhere):
        with pytest.raises(Conflict):
            admit_session(database, cast.ben.desk.actor, other, clock.now())


def test_a_refused_idempotency_key_gets_in_later(database: Database, cast: Cast, clock: FrozenClock) -> None:
    held = [opened(database, seat, clock.now()) for seat in (cast.ana.desk, cast.ben.laptop, cast.cleo.desk)]
    admit_session(database, cast.ben.desk.actor, wish(key="k-1"), clock.now())
    end_session(database, cast.ana.desk.actor, held[0].id, clock.advance(1))

    session = opened(database, cast.ben.desk, clock.now(), key="k-1")

    assert stored_session(database, session.id).state == SessionState.ACTIVE


@pytest.mark.parametrize("remote", ["", "  ", "two\nlines", "x" * 201])
def test_a_remote_side_that_cannot_be_shown_opens_nothing(
    database: Database, cast: Cast, clock: FrozenClock, remote: str
) -> None:
    with pytest.raises(Invalid) as invalid:
        admit_session(database, cast.ben.desk.actor, wish(remote), clock.now())

    assert invalid.value.field == "remote"
    assert list_licenses(database, cast.ana.actor, clock.now()).in_use == 0
