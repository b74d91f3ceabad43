"""How long minutes last at the rate at which they have been used."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.ppu_forecast import Forecast, forecast
from webapp.domain.ppu_state import PpuTerms

TODAY = date(2026, 3, 31)
LONG_AGO = date(2025, 1, 1)
NOW = datetime(2026, 3, 31, 12, 0, tzinfo=UTC)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_two_rates_tell_two_days() -> None:
    used = [10] * 22 + [20] * 7

    assert forecast(100, used, TODAY, LONG_AGO) == (
        Forecast(7, 20.0, date(2026, 4, 5)),
        Forecast(28, 12.5, date(2026, 4, 8)),
    )


def test_days_before_the_first_use_do_not_count() -> None:
    used = [0] * 25 + [10] * 4

    assert forecast(100, used, TODAY, ago(4)) == (Forecast(4, 10.0, date(2026, 4, 10)),)


@pytest.mark.parametrize("first_use", [None, TODAY, ago(2)])
def test_too_little_use_tells_nothing(first_use: date | None) -> None:
    assert forecast(100, [0] * 28 + [5], TODAY, first_use) == ()


def test_no_use_lately_or_no_minute_left_tells_nothing() -> None:
    assert forecast(100, [0] * 29, TODAY, LONG_AGO) == ()
    assert forecast(0, [9] * 29, TODAY, LONG_AGO) == ()


def test_one_span_alone_tells_when_the_other_has_no_use() -> None:
    assert [one.days for one in forecast(10, [28] + [0] * 28, TODAY, LONG_AGO)] == []
    assert [one.days for one in forecast(10, [0, 28] + [0] * 27, TODAY, LONG_AGO)] == [28]


def test_more_than_two_years_is_no_day() -> None:
    assert forecast(10**9, [1] * 29, TODAY, LONG_AGO)[0].until is None


@given(minutes=st.integers(1, 10**9), used=st.lists(st.integers(0, 10**6), min_size=29, max_size=29))
def test_a_day_is_never_before_today(minutes: int, used: list[int]) -> None:
    for one in forecast(minutes, used, TODAY, LONG_AGO):
        assert one.until is None or one.until > TODAY


@pytest.mark.parametrize(
    ("is_on", "expires_at", "minutes", "words", "usable"),
    [
        (True, None, 5, "On", True),
        (False, None, 5, "Off", False),
        (True, datetime(2026, 4, 1, tzinfo=UTC), 5, "On, last day 31 Mar 2026", True),
        (True, datetime(2026, 3, 31, tzinfo=UTC), 5, "Expired after 30 Mar 2026", False),
        (True, None, 0, "On", False),
        (False, datetime(2026, 4, 2, tzinfo=UTC), 5, "Off, last day 1 Apr 2026", False),
    ],
)
def test_the_terms_in_words(
    is_on: bool, expires_at: datetime | None, minutes: int, words: str, usable: bool
) -> None:
    terms = PpuTerms(is_on, expires_at, minutes, ZoneInfo("UTC"))

    assert (terms.in_words(NOW), terms.is_usable(NOW)) == (words, usable)
