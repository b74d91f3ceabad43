from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.services.interleaving import Nodes
from tests.services.second_steps import audit_length, audited
from tests.support.cast import Cast, password_of
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.domain.errors import Forbidden, NotFound
from webapp.domain.sign_in import LockedOut, NotSignedIn, Obstacle
from webapp.services.lift_sign_in_delay import lift_sign_in_delay
from webapp.services.sign_in_device import DeviceSignedIn, sign_in_device
from webapp.services.sign_in_user import SignedIn, sign_in_user
from webapp.services.view_sign_in_security import view_sign_in_security

GUESS = "wrong"
HOME, ELSEWHERE = "192.0.2.1", "198.51.100.7"
BEN = r"acme\ben"
Outcome = object


def try_as(
    db: Database,
    clock: FrozenClock,
    name: str = BEN,
    password: str = "wrong",  # noqa: S107 - made up
    address: str = HOME,
) -> Outcome:
    """Try to sign in at the console."""
    return sign_in_user(db, name, password, address, "Test browser", clock.now())


def fail(db: Database, clock: FrozenClock, times: int, name: str = BEN, address: str = HOME) -> Outcome:
    """Fail several times, waiting as long as one has to."""
    outcome: Outcome = None
    for _ in range(times):
        outcome = try_as(db, clock, name, address=address)
        if isinstance(outcome, NotSignedIn) and outcome.obstacle is Obstacle.TRY_LATER:
            clock.advance(outcome.seconds)
            outcome = try_as(db, clock, name, address=address)
    return outcome


def later(seconds: int) -> NotSignedIn:
    """The answer of an attempt that comes too early."""
    return NotSignedIn(Obstacle.TRY_LATER, seconds)


WRONG = NotSignedIn(Obstacle.WRONG)


def test_after_five_failures_even_the_right_password_has_to_wait(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    fail(database, clock, 5)

    assert try_as(database, clock, password=cast.ben.password) == later(1)
    clock.advance(1)
    assert isinstance(try_as(database, clock, password=cast.ben.password), SignedIn)


def test_the_delay_doubles_and_ends_at_a_quarter_of_an_hour(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    fail(database, clock, 5)
    delays = []
    for _ in range(12):
        outcome = try_as(database, clock)
        assert isinstance(outcome, NotSignedIn)
        delays.append(outcome.seconds)
        clock.advance(outcome.seconds)
        try_as(database, clock)

    assert delays == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


def test_an_attempt_that_comes_too_early_is_not_counted(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    fail(database, clock, 5)
    for _ in range(10):
        assert try_as(database, clock) == later(1)

    assert view_sign_in_security(database, cast.ana.actor, "ben", clock.now()).failures == 5


def test_a_success_begins_the_count_anew(database: Database, cast: Cast, clock: FrozenClock) -> None:
    fail(database, clock, 4)
    assert isinstance(try_as(database, clock, password=cast.ben.password), SignedIn)

    assert fail(database, clock, 4) == WRONG


def test_a_day_without_a_failure_begins_the_count_anew(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    fail(database, clock, 6)
    clock.advance(timedelta(days=1, seconds=1).total_seconds())

    assert [try_as(database, clock) for _ in range(4)] == [WRONG] * 4


@pytest.mark.parametrize("name", [BEN, r"acme\nobody", r"nowhere\ben", "nobody@acme.example", "nonsense", ""])
def test_a_name_that_nobody_has_is_answered_like_one_that_somebody_has(
    database: Database, cast: Cast, clock: FrozenClock, name: str
) -> None:
    obstacles = [getattr(try_as(database, clock, name), "obstacle", None) for _ in range(6)]

    assert obstacles == [Obstacle.WRONG] * 5 + [Obstacle.TRY_LATER]


def test_who_fails_with_the_name_learns_nothing_of_the_e_mail_address(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    fail(database, clock, 6)

    assert try_as(database, clock, cast.ben.email) == WRONG


def test_others_are_not_held_up_by_what_happens_to_one_name(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    fail(database, clock, 8)

    assert isinstance(try_as(database, clock, r"acme\cleo", password_of("cleo")), SignedIn)


def test_an_address_is_held_up_after_fifty_failures_of_any_names(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    for number in range(50):
        try_as(database, clock, rf"acme\nobody{number}", address=ELSEWHERE)

    assert try_as(database, clock, password=cast.ben.password, address=ELSEWHERE) == later(1)
    assert isinstance(try_as(database, clock, password=cast.ben.password), SignedIn)


def test_devices_share_the_count_with_browsers(database: Database, cast: Cast, clock: FrozenClock) -> None:
    def on_device(password: str) -> object:
        return sign_in_device(database, BEN, password, "desk-9", "DESK-9", clock.now(), address=HOME)

    fail(database, clock, 3)
    assert [on_device("wrong"), getattr(on_device("wrong"), "obstacle", None)] == [WRONG, Obstacle.WRONG]
    assert on_device(cast.ben.password) == later(1)
    assert try_as(database, clock, password=cast.ben.password) == later(1)
    clock.advance(1)
    assert isinstance(on_device(cast.ben.password), DeviceSignedIn)


def test_the_count_holds_across_processes(nodes: Nodes, cast: Cast, clock: FrozenClock) -> None:
    for node in (nodes.first, nodes.second, nodes.first, nodes.second, nodes.first):
        try_as(node, clock)

    assert try_as(nodes.second, clock, password=cast.ben.password) == later(1)


def test_of_many_guesses_at_once_none_beyond_the_bound_learns_anything(
    nodes: Nodes, cast: Cast, clock: FrozenClock
) -> None:
    def guess(number: int) -> object:
        return getattr(try_as((nodes.first, nodes.second)[number % 2], clock), "obstacle", None)

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(guess, range(32)))

    assert answers.count(Obstacle.WRONG) == 5
    assert answers.count(Obstacle.TRY_LATER) == 27


def test_many_sign_ins_at_once_that_are_right_hold_nobody_up(
    nodes: Nodes, cast: Cast, clock: FrozenClock
) -> None:
    def sign_in(number: int) -> object:
        return type(try_as((nodes.first, nodes.second)[number % 2], clock, password=cast.ben.password))

    with ThreadPoolExecutor(16) as pool:
        assert set(pool.map(sign_in, range(32))) == {SignedIn}


def test_the_owner_is_told_once_when_attempts_are_held_up(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    before = audit_length(database, cast.ana.actor)
    fail(database, clock, 4)
    outcome = try_as(database, clock, address=ELSEWHERE)

    told = LockedOut(r"\\acme\ben", ELSEWHERE, 5, "Ana Novak", "ana@acme.example", "en")
    assert outcome == NotSignedIn(Obstacle.WRONG, locked_out=told)
    clock.advance(1)
    assert try_as(database, clock) == WRONG
    failures = [("somebody", HOME, "fail sign-in", "user ben")] * 4
    assert audited(database, cast.ana.actor, since=before) == [
        *failures,
        ("somebody", ELSEWHERE, "fail sign-in", "user ben"),
        ("somebody", ELSEWHERE, "delay sign-in", "user ben"),
        ("somebody", HOME, "fail sign-in", "user ben"),
    ]


def test_an_admin_sees_the_failures_and_lifts_the_delay(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    fail(database, clock, 6)
    seen = view_sign_in_security(database, cast.ana.actor, "ben", clock.now())
    assert (seen.failures, seen.seconds) == (6, 2)

    lift_sign_in_delay(database, cast.ana.actor, "ben", clock.now())

    assert isinstance(try_as(database, clock, password=cast.ben.password), SignedIn)
    seen = view_sign_in_security(database, cast.ana.actor, "ben", clock.now())
    assert (seen.failures, seen.seconds) == (0, 0)


def test_nobody_else_lifts_it(database: Database, cast: Cast, clock: FrozenClock) -> None:
    with pytest.raises(Forbidden):
        lift_sign_in_delay(database, cast.cleo.actor, "ben", clock.now())
    with pytest.raises(NotFound):
        lift_sign_in_delay(database, cast.gus.actor, "ben", clock.now())
