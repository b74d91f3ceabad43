import logging

import pytest

from tests.services.supporting import AT_HOME, MARIA, joined, started
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from webapp.db import Database
from webapp.domain.code_guessing import MANY_WRONG_CODES, WrongCodes
from webapp.domain.errors import Invalid
from webapp.domain.states import SessionState
from webapp.services.count_wrong_codes import count_wrong_codes
from webapp.services.join_session import Joined, TryLater, WrongCode, join_session
from webapp.services.view_own_session import view_own_session

GUESSES = 10_000
ADDRESSES = 1_000


def guess(db: Database, clock: FrozenClock, address: str, code: str = "999999999999") -> object:
    """Try a code that is wrong."""
    return join_session(db, code, "Eve", address, clock.now())


def a_flood(db: Database, clock: FrozenClock) -> None:
    """Just so many wrong codes from everywhere that they are many."""
    for number in range(MANY_WRONG_CODES + 1):
        guess(db, clock, f"203.0.113.{number}")


def test_after_five_wrong_codes_an_address_waits_longer_each_time(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    outcomes = [guess(database, clock, AT_HOME) for _ in range(6)]
    clock.advance(1)
    outcomes += [guess(database, clock, AT_HOME) for _ in range(2)]

    assert outcomes == [WrongCode()] * 5 + [TryLater(1), WrongCode(), TryLater(2)]


def test_while_an_address_waits_the_right_code_lets_nobody_in_from_there(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = started(database, cast.ben.desk, clock.now())
    for _ in range(5):
        guess(database, clock, AT_HOME)

    assert join_session(database, session.code or "", MARIA, AT_HOME, clock.now()) == TryLater(1)
    assert isinstance(join_session(database, session.code or "", MARIA, AT_HOME, clock.advance(1)), Joined)


def test_an_address_of_ipv6_is_the_network_that_its_owner_may_choose_from(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    for number in range(5):
        guess(database, clock, f"2001:db8::{number + 1}")

    assert guess(database, clock, "2001:db8::ffff") == TryLater(1)
    assert guess(database, clock, "2001:db8:0:1::1") == WrongCode()


def test_joining_does_not_begin_the_count_of_an_address_anew(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    for _ in range(4):
        guess(database, clock, AT_HOME)
    joined(database, started(database, cast.ben.desk, clock.now()), clock.now())

    assert guess(database, clock, AT_HOME) == WrongCode()
    assert guess(database, clock, AT_HOME) == TryLater(1)


def test_an_hour_without_wrong_codes_forgives_an_address(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    for _ in range(5):
        guess(database, clock, AT_HOME)
    clock.advance(70 * 60)

    assert [guess(database, clock, AT_HOME) for _ in range(6)] == [WrongCode()] * 5 + [TryLater(1)]


def test_whoever_joins_has_guessed_nothing(database: Database, cast: Cast, clock: FrozenClock) -> None:
    joined(database, started(database, cast.ben.desk, clock.now()), clock.now())

    assert count_wrong_codes(database, clock.now()) == WrongCodes(0, 0)


def test_when_many_come_from_everywhere_one_wrong_code_is_enough_to_wait(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    a_flood(database, clock)

    assert guess(database, clock, "203.0.113.1") == TryLater(60)


def test_meanwhile_an_invited_person_gets_in(database: Database, cast: Cast, clock: FrozenClock) -> None:
    session = started(database, cast.ben.desk, clock.now())
    a_flood(database, clock)

    assert isinstance(join_session(database, session.code or "", MARIA, AT_HOME, clock.now()), Joined)


def test_a_flood_is_over_twenty_minutes_after_it_stopped(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    a_flood(database, clock)
    clock.advance(20 * 60)

    assert [guess(database, clock, "203.0.113.1") for _ in range(2)] == [WrongCode()] * 2


def test_the_servers_log_says_once_that_many_came(
    database: Database, cast: Cast, clock: FrozenClock, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "webapp.services.join_session"):
        a_flood(database, clock)
        guess(database, clock, "192.0.2.99")

    assert [record.message for record in caplog.records] == [
        "many wrong session codes from everywhere: somebody may be guessing; the last is from (not told)"
    ]


def test_what_is_no_code_is_no_guess(database: Database, cast: Cast, clock: FrozenClock) -> None:
    with pytest.raises(Invalid):
        guess(database, clock, AT_HOME, "4829")

    assert count_wrong_codes(database, clock.now()) == WrongCodes(0, 0)


def test_wrong_codes_are_counted_for_a_day(database: Database, cast: Cast, clock: FrozenClock) -> None:
    guess(database, clock, AT_HOME)
    guess(database, clock, AT_HOME)
    guess(database, clock, "203.0.113.1")

    assert count_wrong_codes(database, clock.now()) == WrongCodes(3, 2)
    assert count_wrong_codes(database, clock.advance(24 * 3600 + 600)) == WrongCodes(0, 0)


@on_sqlite
@pytest.mark.slow
def test_ten_thousand_guesses_from_many_addresses_find_nothing_and_are_counted(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    people = (cast.ana, cast.ben, cast.cleo)
    sessions = [started(database, person.desk, clock.now()) for person in people]
    outcomes = [
        guess(database, clock, f"10.0.{number % ADDRESSES // 250}.{number % 250}", f"9{number:011}")
        for number in range(GUESSES)
    ]

    tried = [outcome for outcome in outcomes if not isinstance(outcome, TryLater)]
    assert [outcome for outcome in tried if not isinstance(outcome, WrongCode)] == []
    assert count_wrong_codes(database, clock.now()) == WrongCodes(len(tried), ADDRESSES)
    states = [
        view_own_session(database, person.actor, session.id, clock.now()).state
        for person, session in zip(people, sessions, strict=True)
    ]
    assert states == [SessionState.STANDBY] * 3
