"""Whether a minute of pay per use can be drawn, and by whom."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.ppu import A_MINUTE, Budget, PpuObstacle

LJUBLJANA = ZoneInfo("Europe/Ljubljana")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
BEN, CLEO = 2, 3
DAYS_OF_23_24_AND_25_HOURS = [(date(2026, 3, 29), 23), (date(2026, 3, 30), 24), (date(2026, 10, 25), 25)]


def budget(minutes: int = 1000, **terms: object) -> Budget:
    return Budget(**{"is_on": True, "expires_at": None, "minutes": minutes, "zone": UTC, **terms})  # type: ignore[arg-type]


def test_a_minute_is_drawn_from_the_balance() -> None:
    account = budget(2)

    assert [account.draw(BEN, NOON) for _ in range(3)] == [None, None, PpuObstacle.USED_UP]
    assert account.minutes == 0


def test_looking_at_what_stands_in_the_way_spends_nothing() -> None:
    account = budget(1)

    assert [account.obstacle(BEN, NOON) for _ in range(3)] == [None, None, None]


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ({"is_on": False}, PpuObstacle.OFF),
        ({"expires_at": NOON}, PpuObstacle.EXPIRED),
        ({"expires_at": NOON + timedelta(microseconds=1)}, None),
        ({"minutes": 0}, PpuObstacle.USED_UP),
        ({"day_cap": 0}, PpuObstacle.DAY_CAP),
        ({"user_cap": 0}, PpuObstacle.USER_DAY_CAP),
        ({"user_cap": 0, "user_caps": {BEN: 1}}, None),
        ({"user_caps": {BEN: 0}}, PpuObstacle.USER_DAY_CAP),
        ({"user_caps": {CLEO: 0}}, None),
    ],
)
def test_what_stands_in_the_way_has_a_name(terms: dict[str, Any], expected: PpuObstacle | None) -> None:
    assert budget(**terms).obstacle(BEN, NOON) is expected


def test_a_cap_of_the_account_counts_everybody_and_one_of_a_user_only_them() -> None:
    account = budget(day_cap=3, user_cap=2)

    drawn = [account.draw(user, NOON) for user in (BEN, BEN, BEN, CLEO, CLEO)]

    assert drawn == [None, None, PpuObstacle.USER_DAY_CAP, None, PpuObstacle.DAY_CAP]


@pytest.mark.parametrize(("day", "hours"), DAYS_OF_23_24_AND_25_HOURS)
def test_a_cap_holds_for_a_day_of_the_accounts_time_zone_however_long_it_is(day: date, hours: int) -> None:
    account = budget(10_000, zone=LJUBLJANA, day_cap=hours * 60)
    midnight = datetime(day.year, day.month, day.day, tzinfo=LJUBLJANA).astimezone(UTC)

    drawn = [account.draw(BEN, midnight + n * A_MINUTE) for n in range(hours * 60 + 1)]

    assert drawn == [None] * (hours * 60 + 1), "the minute after the last one counts for the next day"
    assert account.draw(BEN, midnight + (hours * 60 - 1) * A_MINUTE) is PpuObstacle.DAY_CAP


@given(
    minutes=st.integers(0, 30),
    day_cap=st.none() | st.integers(0, 20),
    user_cap=st.none() | st.integers(0, 10),
    draws=st.lists(st.tuples(st.sampled_from([BEN, CLEO]), st.integers(0, 4 * 24 * 60)), max_size=60),
)
def test_no_order_of_draws_exceeds_the_balance_or_a_cap(
    minutes: int, day_cap: int | None, user_cap: int | None, draws: list[tuple[int, int]]
) -> None:
    account = budget(minutes, zone=LJUBLJANA, day_cap=day_cap, user_cap=user_cap)
    start = datetime(2026, 10, 24, 0, 0, tzinfo=UTC)
    drawn = [
        (user, start + n * A_MINUTE) for user, n in draws if account.draw(user, start + n * A_MINUTE) is None
    ]

    assert account.minutes == minutes - len(drawn) >= 0
    of_days = [at.astimezone(LJUBLJANA).date() for _, at in drawn]
    of_users = [(user, at.astimezone(LJUBLJANA).date()) for user, at in drawn]
    assert day_cap is None or all(of_days.count(day) <= day_cap for day in of_days)
    assert user_cap is None or all(of_users.count(pair) <= user_cap for pair in of_users)
