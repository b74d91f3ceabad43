"""Licenses in use over time: worked out from changes, so exact, and kept as how long each level lasted.

A stretch is a span in which one license was held; an open one has no end yet. Quarters of an hour are the grain of what
is kept: every time zone of today begins its days on one.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
MICROSECOND = timedelta(microseconds=1)
Stretch = tuple[datetime, datetime | None]
Levels = Counter[int]
"""How many microseconds each number of licenses in use lasted."""


@dataclass(frozen=True, slots=True)
class Step:
    """From `at` on, so many are in use."""

    at: datetime
    in_use: int


def steps(stretches: Iterable[Stretch], start: datetime, end: datetime) -> list[Step]:
    """The curve from `start` to `end`: its value at the start, then each change. Changes of one moment are one step."""
    changes: Counter[datetime] = Counter()
    for held_since, released_at in stretches:
        if held_since >= end or (released_at is not None and released_at <= max(start, held_since)):
            continue
        changes[max(held_since, start)] += 1
        if released_at is not None and released_at < end:
            changes[released_at] -= 1
    level = changes.pop(start, 0)
    curve = [Step(start, level)]
    for at, change in sorted(changes.items()):
        if change:
            level += change
            curve.append(Step(at, level))
    return curve


def quarter_of(at: datetime) -> int:
    """The number of the quarter of an hour that `at` lies in, counted from 1970 in UTC."""
    return int((at - EPOCH) // QUARTER)


def begins_at(quarter: int) -> datetime:
    """When a quarter of an hour begins."""
    return EPOCH + quarter * QUARTER


def by_quarter(curve: Sequence[Step], end: datetime) -> Iterator[tuple[int, Levels]]:
    """For each quarter of an hour that the curve touches: how long each level lasted in it."""
    quarter, levels = quarter_of(curve[0].at), Levels()
    over = begins_at(quarter + 1)
    following = [step.at for step in curve[1:]] + [end]
    for step, until in zip(curve, following, strict=True):
        at = step.at
        while at < until:
            edge = min(until, over)
            levels[step.in_use] += (edge - at) // MICROSECOND
            at = edge
            if at == over:
                yield quarter, levels
                quarter, levels, over = quarter + 1, Levels(), over + QUARTER
    if levels:
        yield quarter, levels


@dataclass(frozen=True, slots=True)
class QuarterUse:
    """A quarter of an hour: when it begins, in the account's time zone, and how long each number was in use in it."""

    local: datetime
    levels: Mapping[int, int]


def in_zone(quarters: Iterable[tuple[int, Mapping[int, int]]], zone: tzinfo) -> list[QuarterUse]:
    """Quarters of an hour as people of a time zone see them."""
    return [QuarterUse(begins_at(quarter).astimezone(zone), levels) for quarter, levels in quarters]


def peaks_by_day(quarters: Iterable[QuarterUse]) -> dict[date, int]:
    """The most licenses in use at once on each day."""
    peaks: dict[date, int] = {}
    for quarter in quarters:
        day = quarter.local.date()
        peaks[day] = max(peaks.get(day, 0), *quarter.levels)
    return peaks


Week = Mapping[tuple[int, int], Mapping[int, int]]
"""How long each number was in use in each hour of the week: by day (0 is Monday) and hour."""


def by_hour_of_week(quarters: Iterable[QuarterUse]) -> Week:
    """Quarters of an hour summed up by where they lie in the week: a year of them is read once only."""
    week: defaultdict[tuple[int, int], dict[int, int]] = defaultdict(dict)
    for quarter in quarters:
        levels = week[quarter.local.weekday(), quarter.local.hour]
        for in_use, time in quarter.levels.items():
            levels[in_use] = levels.get(in_use, 0) + time
    return week


@dataclass(frozen=True, slots=True)
class HourOfWeek:
    """An hour of the week, as the heat map shows it: licenses in use on average, and at most."""

    average: float
    peak: int


def heat_map(week: Week) -> list[list[HourOfWeek]]:
    """Seven days from Monday, each with its 24 hours. An hour that never was has nothing in use."""
    return [[_hour(week.get((day, hour), {})) for hour in range(24)] for day in range(7)]


def _hour(levels: Mapping[int, int]) -> HourOfWeek:
    whole = sum(levels.values())
    average = sum(in_use * time for in_use, time in levels.items()) / whole if whole else 0.0
    return HourOfWeek(average, max(levels, default=0))


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """When people of the account work: days of the week (0 is Monday), and hours from `first` up to before `end`."""

    days: frozenset[int] = frozenset(range(5))
    first: int = 8
    end: int = 18

    def contain(self, day: int, hour: int) -> bool:
        """Whether this hour of the week lies in them."""
        return day in self.days and self.first <= hour < self.end


def duration_curve(week: Week, working: WorkingHours | None = None) -> Levels:
    """How long each number was in use, in all the time or in working hours alone."""
    curve = Levels()
    for (day, hour), levels in week.items():
        if working is None or working.contain(day, hour):
            curve.update(levels)
    return curve


@dataclass(frozen=True, slots=True)
class Moment:
    """From `at` on, so many licenses are in use of so many that there are."""

    at: datetime
    in_use: int
    licenses: int


def against(curve: Iterable[Step], licenses: Sequence[Step]) -> Iterator[Moment]:
    """The curve of use and the number of licenses as one: a moment for each change of either. Both begin together."""
    later = deque(licenses[1:])
    there_are, in_use = licenses[0].in_use, 0
    for step in curve:
        while later and later[0].at < step.at:
            change = later.popleft()
            there_are = change.in_use
            yield Moment(change.at, in_use, there_are)
        if later and later[0].at == step.at:
            there_are = later.popleft().in_use
        in_use = step.in_use
        yield Moment(step.at, in_use, there_are)
    yield from (Moment(change.at, in_use, change.in_use) for change in later)
