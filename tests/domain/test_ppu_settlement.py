"""What time does to sessions on pay per use: the same answer in one step or in many."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.domain.ppu import A_MINUTE, Budget, PpuObstacle
from webapp.domain.ppu_settlement import (
    Charge,
    FreeLicense,
    Move,
    OnPpu,
    Settlement,
    Unpaid,
    settle,
    usable,
)

T0 = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)


def at(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def session(
    number: int,
    since: float = 0,
    *,
    device: int | None = None,
    over: float = 86_400,
    paid: float | None = None,
) -> OnPpu:
    return OnPpu(
        UUID(int=number), 7, device or number, at(since), at(since + 60 if paid is None else paid), at(over)
    )


def purse(minutes: int = 100_000) -> Budget:
    return Budget(is_on=True, expires_at=None, minutes=minutes, zone=UTC)


def charged(settlement: Settlement, number: int) -> list[datetime]:
    return [charge.at for charge in settlement.charges if charge.session_id == UUID(int=number)]


def test_each_minute_that_began_is_charged_once() -> None:
    found = settle([session(1)], [], purse(), at(200))

    assert charged(found, 1) == [at(60), at(120), at(180)]


def test_the_minute_that_begins_at_this_very_moment_is_left_for_later() -> None:
    assert settle([session(1)], [], purse(), at(60)).charges == []
    assert len(settle([session(1)], [], purse(), at(60.000001)).charges) == 1


def test_no_minute_begins_when_the_session_is_over() -> None:
    found = settle([session(1, over=120)], [], purse(), at(200))

    assert charged(found, 1) == [at(60)]


def test_a_license_that_is_free_at_the_moment_of_a_charge_comes_first() -> None:
    found = settle([session(1)], [FreeLicense(2, at(60))], purse(), at(61))

    assert found == Settlement(moves=[Move(7, 1, 2, at(60), (UUID(int=1),))])


def test_the_session_that_has_run_longest_moves_first() -> None:
    found = settle(
        [session(1, 20), session(2, 0), session(3, 10)],
        [FreeLicense(1, at(50)), FreeLicense(2, at(30))],
        purse(),
        at(51),
    )

    assert [(move.device_id, move.number) for move in found.moves] == [(2, 2), (3, 1)]


def test_a_session_takes_the_others_of_its_pair_along() -> None:
    found = settle(
        [session(1, 0, device=5), session(2, 10, device=5)], [FreeLicense(1, at(70))], purse(), at(300)
    )

    assert [move.session_ids for move in found.moves] == [(UUID(int=1), UUID(int=2))]
    assert (charged(found, 1), charged(found, 2)) == ([at(60)], [])


def test_a_license_that_is_free_before_a_session_was_there_is_used_from_its_beginning() -> None:
    found = settle([session(1, 100)], [FreeLicense(1, at(50))], purse(), at(110))

    assert [move.at for move in found.moves] == [at(100)]


def test_a_license_passes_on_when_those_who_moved_onto_it_are_over() -> None:
    found = settle([session(1, 0, over=90), session(2, 5)], [FreeLicense(1, at(65))], purse(), at(200))

    assert [(move.device_id, move.at, move.until) for move in found.moves] == [
        (1, at(65), at(90)),
        (2, at(90), None),
    ]
    assert (charged(found, 1), charged(found, 2)) == ([at(60)], [at(65)])


def test_a_session_that_is_over_takes_no_license() -> None:
    assert settle([session(1, over=90)], [FreeLicense(1, at(90))], purse(), at(100)).moves == []


def test_what_cannot_be_paid_is_given_notice_and_charged_no_more() -> None:
    found = settle([session(1), session(2, 1)], [], purse(1), at(600))

    assert charged(found, 1) == [at(60)]
    assert found.used_up == {
        UUID(int=2): Unpaid(at(61), PpuObstacle.USED_UP),
        UUID(int=1): Unpaid(at(120), PpuObstacle.USED_UP),
    }


def test_a_session_that_nobody_joined_is_over_when_it_cannot_be_paid() -> None:
    waiting = replace(session(1), has_nobody=True)

    found = settle([waiting], [FreeLicense(1, at(70))], purse(0), at(80))

    assert (found.moves, list(found.used_up)) == ([], [UUID(int=1)])


def test_a_license_that_becomes_free_makes_notice_needless() -> None:
    found = settle([session(1)], [FreeLicense(1, at(70))], purse(0), at(80))

    assert (found.used_up, len(found.moves)) == ({}, 1)


def test_one_under_notice_goes_on_when_there_are_minutes_again_and_is_charged_from_then_on() -> None:
    warned = replace(session(1, paid=60, over=95), used_up=True)

    found = settle([warned], [], purse(1), at(80))

    assert (found.revived, found.charges) == ([UUID(int=1)], [Charge(UUID(int=1), 7, at(80))])


def test_one_under_notice_is_not_charged_while_it_counts_down() -> None:
    warned = replace(session(1, paid=60, over=95), used_up=True)

    assert settle([warned], [], purse(0), at(80)) == Settlement()


def test_a_minute_that_is_paid_is_not_drawn_again_after_the_clock_was_set_back() -> None:
    warned = replace(session(1, paid=3600, over=7200), used_up=True)

    found = settle([warned, session(2, paid=3600)], [], purse(), at(100))

    assert (found.charges, found.revived) == ([], [UUID(int=1)])


def test_minutes_go_to_those_under_notice_in_the_order_of_how_long_they_have_run() -> None:
    warned = [
        replace(session(n, since, paid=60, over=95), used_up=True) for n, since in ((1, 9), (2, 4), (3, 7))
    ]

    assert settle(warned, [], purse(2), at(80)).revived == [UUID(int=2), UUID(int=3)]


SECONDS = st.integers(0, 1200)
SESSIONS = st.lists(st.tuples(SECONDS, st.integers(1, 1500), st.integers(1, 4)), max_size=6)


def stories(drawn: Sequence[tuple[int, int, int]]) -> list[OnPpu]:
    return [
        session(number, since, device=device, over=since + lasts)
        for number, (since, lasts, device) in enumerate(drawn, 1)
    ]


@given(
    drawn=SESSIONS, free=st.lists(SECONDS, max_size=4), minutes=st.integers(0, 60), now=st.integers(0, 3000)
)
def test_no_minute_twice_none_outside_a_session_and_none_of_one_on_a_license(
    drawn: list[tuple[int, int, int]], free: list[int], minutes: int, now: int
) -> None:
    sessions, budget = [s for s in stories(drawn) if s.since <= at(now)], purse(minutes)

    found = settle(
        sessions, [FreeLicense(n, at(s)) for n, s in enumerate(free, 1) if s <= now], budget, at(now)
    )

    assert budget.minutes == minutes - len(found.charges) >= 0
    assert len({(charge.session_id, charge.at) for charge in found.charges}) == len(found.charges)
    moved = {session_id: move.at for move in found.moves for session_id in move.session_ids}
    for each in sessions:
        own = [charge.at for charge in found.charges if charge.session_id == each.session_id]
        assert all(each.paid_until <= moment < min(each.over_at, at(now)) for moment in own)
        assert all(later - earlier >= A_MINUTE for earlier, later in pairwise(own))
        assert all(moment < moved.get(each.session_id, at(9_999)) for moment in own)
    assert len(moved) == sum(len(move.session_ids) for move in found.moves), "a session moves once"


@given(drawn=SESSIONS, free=st.lists(SECONDS, max_size=4), now=st.integers(0, 3000))
def test_two_never_hold_one_license_at_once(
    drawn: list[tuple[int, int, int]], free: list[int], now: int
) -> None:
    found = settle(stories(drawn), [FreeLicense(n, at(s)) for n, s in enumerate(free, 1)], purse(), at(now))

    for number in range(1, len(free) + 1):
        held = sorted((m.at, m.until or at(99_999)) for m in found.moves if m.number == number)
        assert all(before[1] <= after[0] for before, after in pairwise(held))


@settings(deadline=None)
@given(
    drawn=SESSIONS,
    free=st.lists(SECONDS, max_size=4),
    stops=st.lists(SECONDS, max_size=5),
)
def test_settling_in_many_steps_gives_the_same_as_in_one(
    drawn: list[tuple[int, int, int]], free: list[int], stops: list[int]
) -> None:
    """The steps are played as the services play them: what was charged and moved is stored, a license becomes known when
    it is free, and one that passed on is free as of the moment at which its holders were over."""
    licenses = [FreeLicense(n, at(s)) for n, s in enumerate(sorted(free), 1)]
    sessions = [replace(each, since=T0, paid_until=at(60)) for each in stories(drawn)]

    in_one = settle(sessions, licenses, purse(), at(1300))

    charges, moves = [], []
    unknown, known, on_license = list(licenses), list[FreeLicense](), dict[UUID, OnPpu]()
    holders: dict[int, Move] = {}
    running = {each.session_id: each for each in sessions}
    for now in [*sorted(map(at, stops)), at(1300)]:
        known += [one for one in unknown if one.at <= now]
        unknown = [one for one in unknown if one.at > now]
        for number, move in list(holders.items()):
            over = max(on_license[session_id].over_at for session_id in move.session_ids)
            if over <= now:
                known.append(FreeLicense(number, max(over, move.at)))
                del holders[number]
        found = settle(running.values(), known, purse(), now)
        charges += found.charges
        moves += [(move.device_id, move.number, move.at) for move in found.moves]
        for move in found.moves:
            known = [one for one in known if one.number != move.number]
            if move.until is None:
                holders[move.number] = move
            else:
                known.append(FreeLicense(move.number, move.until))
            on_license |= {session_id: running.pop(session_id) for session_id in move.session_ids}
        paid = {charge.session_id: charge.at + A_MINUTE for charge in found.charges}
        running = {
            key: replace(each, paid_until=paid.get(key, each.paid_until)) for key, each in running.items()
        }
        running = {key: each for key, each in running.items() if each.over_at > now}

    assert sorted(charges, key=str) == sorted(in_one.charges, key=str)
    assert sorted(moves) == sorted((move.device_id, move.number, move.at) for move in in_one.moves)


@pytest.mark.parametrize(
    ("free", "freed", "held", "licenses", "expected"),
    [
        ([2], [], 2, 3, [(2, 100)]),
        ([1, 3], [(3, 20), (1, 40)], 1, 3, [(3, 20), (1, 40)]),
        ([1, 3], [(3, 20), (1, 40)], 3, 3, []),
        ([1, 3], [(1, 20), (3, 40)], 2, 3, [(1, 40)]),
        ([2], [(2, 10), (4, 30)], 1, 2, [(2, 30)]),
        ([1, 2], [(2, 10), (5, 20), (1, 30), (4, 40)], 0, 2, [(1, 30), (2, 40)]),
        ([1, 2], [(2, 10)], 0, 2, [(2, 10), (1, 100)]),
    ],
    ids=[
        "free for long",
        "in the order of time",
        "more held than there are",
        "the first one made up for one too many",
        "one too many was freed later",
        "two too many were freed in between",
        "one was free before",
    ],
)
def test_a_license_may_be_used_once_no_more_are_held_than_there_are(
    free: list[int],
    freed: list[tuple[int, int]],
    held: int,
    licenses: int,
    expected: list[tuple[int, int]],
) -> None:
    found = usable(free, [FreeLicense(n, at(s)) for n, s in freed], held, licenses, at(100))

    assert [(one.number, (one.at - T0).total_seconds()) for one in found] == expected
