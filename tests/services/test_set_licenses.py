import pytest

from tests.services.acting import in_use, license_rows, opened, refused, seats
from tests.support.cast import LICENSES, Cast, Seat
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.domain.errors import Invalid, NotFound
from webapp.services.end_session import end_session
from webapp.services.list_licenses import list_licenses
from webapp.services.set_licenses import set_licenses
from webapp.services.steps.sessions import SessionView

Held = dict[int, tuple[Seat, SessionView]]


@pytest.fixture
def five_held(database: Database, cast: Cast, clock: FrozenClock) -> Held:
    """Licenses 1 to 5 are held, and the number has just been lowered to 3."""
    set_licenses(database, "acme", 5, clock.now())
    held = {n: (seat, opened(database, seat, clock.now())) for n, seat in enumerate(seats(database, 5), 1)}
    set_licenses(database, "acme", 3, clock.now())
    return held


def free(database: Database, held: Held, number: int, clock: FrozenClock) -> None:
    seat, session = held[number]
    end_session(database, seat.actor, session.id, clock.advance(1))


def test_raising_the_number_adds_free_licenses(database: Database, cast: Cast, clock: FrozenClock) -> None:
    before = set_licenses(database, "ACME", 5, clock.now())

    assert before == LICENSES
    assert license_rows(database, cast.ana.actor.account_id) == dict.fromkeys(range(1, 6))


def test_lowering_the_number_retires_free_licenses(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    set_licenses(database, "acme", 1, clock.now())

    assert license_rows(database, cast.ana.actor.account_id) == {1: None}


def test_lowering_the_number_throws_nobody_out(
    database: Database, cast: Cast, clock: FrozenClock, five_held: Held
) -> None:
    view = list_licenses(database, cast.ana.actor, clock.now())

    assert (view.licenses, view.in_use) == (3, 5)
    assert in_use(database, cast.ana.actor, clock.now()) == (1, 2, 3, 4, 5)


def test_who_holds_a_license_above_the_number_opens_further_sessions_on_it(
    database: Database, clock: FrozenClock, five_held: Held
) -> None:
    session = opened(database, five_held[5][0], clock.now())

    assert session.license == 5


@pytest.mark.parametrize("freed", [[2], [4], [1, 2], [4, 5], [2, 4]])
def test_nobody_gets_in_until_fewer_are_held_than_the_lowered_number(
    database: Database, cast: Cast, clock: FrozenClock, five_held: Held, freed: list[int]
) -> None:
    for number in freed:
        free(database, five_held, number, clock)

    answer = refused(database, cast.cleo.desk, clock.now())

    assert answer.licenses == 3


@pytest.mark.parametrize(("freed", "taken"), [([1, 2, 3], 1), ([2, 3, 4], 2), ([3, 4, 5], 3)])
def test_once_fewer_are_held_the_next_gets_the_lowest_free_number(
    database: Database, cast: Cast, clock: FrozenClock, five_held: Held, freed: list[int], taken: int
) -> None:
    for number in freed:
        free(database, five_held, number, clock)

    session = opened(database, cast.cleo.desk, clock.now())

    assert session.license == taken
    refused(database, cast.cleo.laptop, clock.now())


def test_a_license_above_the_number_is_retired_when_it_is_freed(
    database: Database, cast: Cast, clock: FrozenClock, five_held: Held
) -> None:
    free(database, five_held, 4, clock)

    assert list(license_rows(database, cast.ana.actor.account_id)) == [1, 2, 3, 5]


def test_a_license_above_the_number_that_lapses_is_retired(
    database: Database, cast: Cast, clock: FrozenClock, five_held: Held
) -> None:
    clock.advance(90)

    session = opened(database, cast.cleo.desk, clock.now())

    assert session.license == 1
    assert list(license_rows(database, cast.ana.actor.account_id)) == [1, 2, 3]


def test_raising_the_number_again_takes_held_licenses_back_in(
    database: Database, cast: Cast, clock: FrozenClock, five_held: Held
) -> None:
    free(database, five_held, 4, clock)

    set_licenses(database, "acme", 6, clock.now())

    numbers = [opened(database, seat, clock.now()).license for seat in (cast.cleo.desk, cast.cleo.laptop)]
    assert numbers == [4, 6]
    refused(database, cast.ana.desk, clock.now())


def test_an_account_without_licenses_admits_nobody(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    set_licenses(database, "acme", 0, clock.now())

    answer = refused(database, cast.ben.desk, clock.now())

    assert (answer.title, answer.licenses) == ("No license", 0)


def test_what_lapsed_before_is_not_held_when_the_number_is_lowered(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    opened(database, cast.ben.desk, clock.now())
    opened(database, cast.ben.laptop, clock.now())
    clock.advance(90)

    set_licenses(database, "acme", 1, clock.now())

    assert license_rows(database, cast.ana.actor.account_id) == {1: None}


def test_another_account_keeps_its_licenses(database: Database, cast: Cast, clock: FrozenClock) -> None:
    set_licenses(database, "acme", 0, clock.now())

    assert list(license_rows(database, cast.gus.actor.account_id)) == [1, 2]


def test_an_unknown_account_has_no_number_to_set(database: Database, cast: Cast, clock: FrozenClock) -> None:
    with pytest.raises(NotFound):
        set_licenses(database, "nowhere", 3, clock.now())


def test_a_negative_number_is_not_taken(database: Database, cast: Cast, clock: FrozenClock) -> None:
    with pytest.raises(Invalid):
        set_licenses(database, "acme", -1, clock.now())
