from collections import Counter
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.periods import Preset, chosen_period, preset_period
from webapp.domain.usage_curves import (
    QuarterUse,
    Step,
    Stretch,
    WorkingHours,
    by_hour_of_week,
    by_quarter,
    duration_curve,
    heat_map,
    in_zone,
    peaks_by_day,
    steps,
)

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
END = START + timedelta(hours=2)
LJUBLJANA, NEW_YORK = ZoneInfo("Europe/Ljubljana"), ZoneInfo("America/New_York")
moments = st.integers(-90, 210).map(lambda minutes: START + timedelta(minutes=minutes))
stretches = st.lists(
    st.tuples(moments, moments).map(sorted).map(tuple) | moments.map(lambda since: (since, None)), max_size=8
)


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def quarters(held: list[Stretch], start: datetime, end: datetime, zone: tzinfo = UTC) -> list[QuarterUse]:
    return in_zone(by_quarter(steps(held, start, end), end), zone)


def test_the_curve_tells_its_beginning_and_each_change() -> None:
    held = [(at(-10), at(30)), (at(20), None), (at(30), at(40))]

    assert steps(held, START, END) == [Step(START, 1), Step(at(20), 2), Step(at(40), 1)]


def test_what_was_over_before_or_begins_after_is_not_in_it() -> None:
    assert steps([(at(-30), START), (END, None)], START, END) == [Step(START, 0)]


@given(held=stretches, minute=st.integers(0, 119))
def test_at_every_moment_the_curve_has_as_many_as_were_held(held: list[Stretch], minute: int) -> None:
    moment = at(minute)
    curve = steps(held, START, END)

    told = [step.in_use for step in curve if step.at <= moment][-1]

    assert told == sum(since <= moment and (until is None or until > moment) for since, until in held)


@given(held=stretches)
def test_quarters_of_an_hour_add_up_to_the_time_that_was_held(held: list[Stretch]) -> None:
    told = quarters(held, START, END)

    whole = sum(time for quarter in told for time in quarter.levels.values())
    in_use = sum(number * time for quarter in told for number, time in quarter.levels.items())
    held_time = sum(
        (max(timedelta(), min(until or END, END) - max(since, START)) for since, until in held), timedelta()
    )
    assert whole == (END - START) // timedelta(microseconds=1)
    assert in_use == held_time // timedelta(microseconds=1)
    assert all(quarter.local.minute % 15 == quarter.local.second == 0 for quarter in told)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        (LJUBLJANA, "2026-03-29", 23),
        (LJUBLJANA, "2026-10-25", 25),
        (NEW_YORK, "2026-03-08", 23),
        (NEW_YORK, "2026-11-01", 25),
    ],
)
def test_a_day_on_which_clocks_change_has_23_or_25_hours(zone: ZoneInfo, day: str, hours: int) -> None:
    period = chosen_period(day, day, zone)
    start, end = period.start.astimezone(UTC), period.end.astimezone(UTC)

    told = quarters([(start, None)], start, end, zone)

    assert duration_curve(by_hour_of_week(told)) == Counter({1: hours * 3_600_000_000})
    assert peaks_by_day(told) == {date.fromisoformat(day): 1}


def test_days_begin_at_midnight_of_the_account_not_of_utc() -> None:
    late_in_new_york = datetime(2026, 3, 3, 3, 30, tzinfo=UTC)
    held: list[Stretch] = [(late_in_new_york, None)]
    end = late_in_new_york + timedelta(minutes=15)

    assert peaks_by_day(quarters(held, late_in_new_york, end, NEW_YORK)) == {date(2026, 3, 2): 1}
    assert peaks_by_day(quarters(held, late_in_new_york, end, LJUBLJANA)) == {date(2026, 3, 3): 1}


def test_the_heat_map_has_average_and_peak_of_each_hour_of_the_week() -> None:
    monday_nine = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    told = [QuarterUse(monday_nine, {2: 600, 4: 300})]

    heat = heat_map(by_hour_of_week(told))

    assert heat[0][9].average == pytest.approx(8 / 3)
    assert heat[0][9].peak == 4
    assert (heat[0][10].average, heat[6][23].peak) == (0.0, 0)


def test_the_duration_curve_may_leave_out_what_lies_outside_working_hours() -> None:
    monday, sunday = datetime(2026, 3, 2, 9, 0, tzinfo=UTC), datetime(2026, 3, 8, 9, 0, tzinfo=UTC)
    told = [
        QuarterUse(monday, {3: 60}),
        QuarterUse(sunday, {3: 40}),
        QuarterUse(monday.replace(hour=18), {1: 5}),
    ]

    assert duration_curve(by_hour_of_week(told)) == Counter({3: 100, 1: 5})
    assert duration_curve(by_hour_of_week(told), WorkingHours()) == Counter({3: 60})


def test_a_period_with_a_name_ends_with_today() -> None:
    period = preset_period(Preset.DAYS_7, datetime(2026, 3, 2, 23, 30, tzinfo=UTC), LJUBLJANA)

    assert (period.first, period.last) == (date(2026, 2, 25), date(2026, 3, 3))
    assert len(period.days) == 7
