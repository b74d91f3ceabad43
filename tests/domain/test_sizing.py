import random

import pytest

from webapp.domain.replay import Demand
from webapp.domain.sizing import Prices, size


def three_at_once(days: int, single_days: int = 0) -> Demand:
    """On each day three people at once for an hour; on `single_days` more, one alone."""
    starts, of_day = [], []
    for day in range(days + single_days):
        for second in range(3 if day < days else 1):
            starts.append(day * 86_400.0 + second)
            of_day.append(day)
    return Demand(starts, [3600.0] * len(starts), list(range(len(starts))), of_day)


def test_the_smallest_numbers_that_serve_95_99_and_100_percent_are_named() -> None:
    sizing = size(three_at_once(days=1, single_days=97), most=5)

    assert sizing.wishes == 100
    assert [outcome.refused for outcome in sizing.outcomes] == [2, 1, 0, 0, 0]
    assert sizing.enough == {0.95: 1, 0.99: 2, 1.0: 3}


def test_where_more_are_needed_than_were_tried_nothing_is_named() -> None:
    assert size(three_at_once(days=4), most=2).enough == {0.95: None, 0.99: None, 1.0: None}


def test_what_own_limits_refuse_counts_against_no_number_of_licenses() -> None:
    demand = Demand([0.0, 1.0, 2.0], [60.0] * 3, users=[7, 7, 8], days=[0, 0, 0])

    sizing = size(demand, most=3, own_limits={7: 1})

    assert sizing.by_own_limits == 1
    assert sizing.enough[1.0] == 2


def test_the_peak_is_the_number_at_which_nobody_needs_minutes() -> None:
    assert size(three_at_once(days=2), most=5).peak == 3


def test_days_that_are_all_alike_leave_no_doubt_and_days_that_differ_do() -> None:
    alike = size(three_at_once(days=30), most=3).outcomes[0]
    differ = size(three_at_once(days=15, single_days=15), most=3).outcomes[0]

    assert alike.at_least == pytest.approx(alike.served)
    assert differ.at_least < differ.served < differ.at_most


def test_the_cheapest_weighs_licenses_against_minutes() -> None:
    demand = three_at_once(days=10)

    dear_minutes = size(demand, most=5, prices=Prices(license_month=20, minute=1, months=1))
    cheap_minutes = size(demand, most=5, prices=Prices(license_month=2000, minute=0.01, months=1))

    assert (dear_minutes.cheapest, cheap_minutes.cheapest) == (3, 1)
    first = dear_minutes.outcomes[0]
    assert first.cost_licenses == 20
    assert first.cost_with_minutes == 20 + first.minutes


def test_waiting_is_told_only_where_the_line_comes_to_an_end() -> None:
    demand = Demand([float(n) for n in range(50)], [100.0] * 50, [0] * 50, [0] * 50)

    outcomes = size(demand, most=60).outcomes

    assert outcomes[0].waiting is None
    told = outcomes[-1].waiting
    assert told is not None
    assert told.waited == 0


def test_without_a_wish_one_license_is_enough() -> None:
    sizing = size(Demand([], [], [], []), most=3)

    assert sizing.enough == {0.95: 1, 0.99: 1, 1.0: 1}
    assert sizing.outcomes[0].served == 1.0


def test_more_licenses_never_need_more_minutes() -> None:
    chance = random.Random(4)
    starts = sorted(chance.uniform(0, 86_400) for _ in range(300))
    demand = Demand(starts, [chance.uniform(60, 7200) for _ in starts], [0] * 300, [0] * 300)

    minutes = [outcome.minutes for outcome in size(demand, most=20).outcomes]

    assert minutes == sorted(minutes, reverse=True)
