import random
from math import ceil, exp, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.replay import Demand, Waiting, minutes_by_number, refusals_by_day, waiting_in_line

MOST = 6
stretches = st.lists(st.tuples(st.integers(0, 300), st.integers(1, 400), st.integers(0, 2)), max_size=14)


def demand_of(wanted: list[tuple[int, int, int]]) -> Demand:
    ordered = sorted(wanted)
    return Demand(
        starts=[start for start, _, _ in ordered],
        lasts=[lasts for _, lasts, _ in ordered],
        users=[user for _, _, user in ordered],
        days=[start // 100 for start, _, _ in ordered],
    )


def refused_one_by_one(demand: Demand, licenses: int, limits: dict[int, int]) -> list[int]:
    """The same as plainly as possible: who is in when somebody comes?"""
    let_in: list[tuple[float, float, int]] = []
    refused = [0] * (max(demand.days, default=-1) + 1)
    for start, lasts, user, day in zip(demand.starts, demand.lasts, demand.users, demand.days, strict=True):
        now_in = [each for each in let_in if each[1] > start]
        of_user = sum(each[2] == user for each in now_in)
        if len(now_in) < licenses and of_user < limits.get(user, licenses):
            let_in.append((start, start + lasts, user))
        else:
            refused[day] += 1
    return refused


def minutes_one_by_one(demand: Demand, licenses: int) -> int:
    """Second by second: of those connected, the first to come are on licenses, all others on minutes."""
    minutes = 0
    everybody = list(zip(demand.starts, demand.lasts, strict=True))
    for number, (start, lasts) in enumerate(everybody):
        second = int(start)
        while second < start + lasts:
            before = sum(s <= second < s + length for s, length in everybody[:number])
            if before < licenses:
                break
            second += 1
        minutes += ceil((second - start) / 60)
    return minutes


@given(wanted=stretches, limits=st.dictionaries(st.integers(0, 2), st.integers(0, 2)))
def test_who_is_refused_is_who_a_plain_simulation_refuses(
    wanted: list[tuple[int, int, int]], limits: dict[int, int]
) -> None:
    demand = demand_of(wanted)

    by_day = refusals_by_day(demand, range(1, MOST + 1), limits)

    for licenses in range(1, MOST + 1):
        assert [row[licenses - 1] for row in by_day] == refused_one_by_one(demand, licenses, limits)


@given(wanted=stretches)
def test_minutes_are_those_that_a_plain_simulation_counts(wanted: list[tuple[int, int, int]]) -> None:
    demand = demand_of(wanted)

    minutes = minutes_by_number(demand.starts, demand.lasts, MOST)

    assert minutes == [minutes_one_by_one(demand, licenses) for licenses in range(MOST + 1)]


@given(wanted=stretches, licenses=st.integers(1, MOST))
def test_who_waits_in_line_waits_as_long_as_a_plain_simulation_says(
    wanted: list[tuple[int, int, int]], licenses: int
) -> None:
    demand = demand_of(wanted)
    ends: list[float] = []
    waits = []
    for start, lasts in zip(demand.starts, demand.lasts, strict=True):
        begins = start if sum(end > start for end in ends) < licenses else sorted(ends)[-licenses]
        ends.append(begins + lasts)
        waits.append(begins - start)

    told = waiting_in_line(demand.starts, demand.lasts, licenses)

    assert told == Waiting(sum(wait > 0 for wait in waits), sum(waits), max(waits, default=0.0))


def test_who_leaves_at_a_moment_leaves_a_license_to_who_comes_then() -> None:
    demand = Demand(starts=[0, 60], lasts=[60, 60], users=[0, 0], days=[0, 0])

    assert refusals_by_day(demand, [1]) == [[0]]
    assert minutes_by_number(demand.starts, demand.lasts, 1) == [2, 0]


def erlang_b(licenses: int, load: float) -> float:
    """The share of calls that are lost (A. K. Erlang, 1917), by its recursion."""
    lost = 1.0
    for number in range(1, licenses + 1):
        lost = load * lost / (number + load * lost)
    return lost


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_random_calls_are_lost_as_often_as_erlang_says(seed: int) -> None:
    chance, load, calls, lasts = random.Random(seed), 6.0, 40_000, 600.0
    now, starts = 0.0, []
    for _ in range(calls):
        now += chance.expovariate(load / lasts)
        starts.append(now)
    lengths = [chance.expovariate(1 / lasts) for _ in starts]

    refused = refusals_by_day(Demand(starts, lengths, users=[0] * calls, days=[0] * calls), range(1, 16))[0]

    for licenses in range(1, 16):
        expected = erlang_b(licenses, load)
        busy = 1 + load  # refusals come in runs: as if there were fewer calls
        error = sqrt(max(expected * (1 - expected), exp(-12)) * busy / calls)
        assert refused[licenses - 1] / calls == pytest.approx(expected, abs=4 * error), licenses
