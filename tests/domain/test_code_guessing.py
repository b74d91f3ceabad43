from datetime import timedelta

import pytest

from tests.support.clock import START
from webapp.domain.code_guessing import (
    FREE_WRONG_CODES,
    MANY_WRONG_CODES,
    WrongCodesOf,
    counted_since,
    lately_since,
    period_of,
    recent_since,
    wait,
)

FEW = 0
MANY = MANY_WRONG_CODES + 1


@pytest.mark.parametrize("tries", range(FREE_WRONG_CODES))
def test_a_few_wrong_codes_are_free(tries: int) -> None:
    assert wait(WrongCodesOf(tries, START), FEW, START) == 0


@pytest.mark.parametrize(
    ("tries", "seconds"), [(5, 1), (6, 2), (7, 4), (10, 32), (14, 512), (15, 900), (16, 900), (4000, 900)]
)
def test_each_further_one_waits_longer_up_to_a_quarter_of_an_hour(tries: int, seconds: int) -> None:
    assert wait(WrongCodesOf(tries, START), FEW, START) == seconds


def test_the_wait_counts_from_the_last_wrong_code() -> None:
    assert wait(WrongCodesOf(10, START), FEW, START + timedelta(seconds=12)) == 20
    assert wait(WrongCodesOf(10, START), FEW, START + timedelta(seconds=32)) == 0


@pytest.mark.parametrize(("tries", "seconds"), [(1, 60), (2, 120), (5, 300), (15, 900), (90, 900)])
def test_when_many_came_from_everywhere_one_is_enough_to_wait(tries: int, seconds: int) -> None:
    assert wait(WrongCodesOf(tries, START), MANY, START) == seconds


def test_an_address_without_a_wrong_code_never_waits() -> None:
    assert wait(WrongCodesOf(), MANY, START) == 0


def test_a_hundred_from_everywhere_are_not_many_yet() -> None:
    assert wait(WrongCodesOf(1, START), MANY_WRONG_CODES, START) == 0


def test_wrong_codes_are_counted_by_ten_minutes() -> None:
    later = START + timedelta(minutes=19, seconds=59)

    assert period_of(START) == START
    assert period_of(later) == START + timedelta(minutes=10)
    assert recent_since(later) == START
    assert lately_since(later) == START + timedelta(minutes=10) - timedelta(hours=1)
    assert counted_since(later) == START + timedelta(minutes=10) - timedelta(days=1)
