"""The usage report: licenses in use over time against their number, when they are used, how long, and by whom."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, case, func, select

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.periods import Period
from webapp.domain.usage_curves import (
    QUARTER,
    HourOfWeek,
    Levels,
    QuarterUse,
    Step,
    WorkingHours,
    by_hour_of_week,
    duration_curve,
    heat_map,
    in_zone,
    peaks_by_day,
    steps,
)
from webapp.models import Device, User
from webapp.models.base import UtcDateTime
from webapp.services.steps.license_counts import license_counts
from webapp.services.steps.micros import micros
from webapp.services.steps.report_scope import report_scope
from webapp.services.steps.stretches import stretches, stretches_of
from webapp.services.steps.usage_summary import Quarters, read_quarters, worked_out

EXACT_FOR = timedelta(days=8)
"""Periods up to this are drawn change by change; longer ones by the most in use within each span."""
POINTS_MAX = 1500
CHANGES_MAX = 5000
"""Where more changes than this would be drawn, they are drawn as longer periods are."""


@dataclass(frozen=True, slots=True)
class Share:
    """How long somebody held licenses in the period, in seconds, and in how many stretches."""

    name: str
    detail: str
    seconds: float
    times: int


@dataclass(frozen=True, slots=True)
class UsageReport:
    """What was in use from the period's start to `end`, which is now while the period goes on.

    `span`: each step of the curve tells the most in use within so much time; None: the curve has every change.
    `own`: it is one user's use alone. Levels are microseconds by number in use.
    """

    start: datetime
    end: datetime
    own: bool
    curve: Sequence[Step]
    span: timedelta | None
    licenses: Sequence[Step]
    peaks: dict[date, int]
    heat: list[list[HourOfWeek]]
    levels: Levels
    working: WorkingHours
    working_levels: Levels
    users: Sequence[Share]
    devices: Sequence[Share]


def report_usage(
    db: Database, actor: Actor, period: Period, working: WorkingHours, now: datetime
) -> UsageReport:
    """Read the report in one snapshot. Raises Forbidden without a right to view reports."""
    user_id = report_scope(actor)
    return db.read_long(lambda tx: _report(tx, actor.account_id, user_id, period, working, now))


def _report(
    tx: Connection,
    account_id: int,
    user_id: int | None,
    period: Period,
    working: WorkingHours,
    now: datetime,
) -> UsageReport:
    start = period.start.astimezone(UTC)  # where adding hours adds hours, also on the days when clocks change
    end = max(start, min(period.end.astimezone(UTC), now))
    quarters = in_zone(_quarters(tx, account_id, user_id, start, end, now), period.zone)
    week = by_hour_of_week(quarters)
    curve, span = _curve(tx, account_id, user_id, start, end, quarters, now)
    shares = tx.execute(_shares(account_id, user_id, start, end, now)).all()
    return UsageReport(
        start=start,
        end=end,
        own=user_id is not None,
        curve=curve,
        span=span,
        licenses=license_counts(tx, account_id, start, end),
        peaks=peaks_by_day(quarters),
        heat=heat_map(week),
        levels=duration_curve(week),
        working=working,
        working_levels=duration_curve(week, working),
        users=_by(shares, lambda row: (row.display_name, row.user_name)),
        devices=_by(shares, lambda row: (row.device_name, "")),
    )


def _quarters(
    tx: Connection, account_id: int, user_id: int | None, start: datetime, end: datetime, now: datetime
) -> Quarters:
    if user_id is None:
        return read_quarters(tx, account_id, start, end, now)
    if start >= end:
        return []
    held = stretches_of(tx, account_id, start, end, now, user_id)
    return list(worked_out(((row.held_since, row.released_at) for row in held), start, end))


def _curve(
    tx: Connection,
    account_id: int,
    user_id: int | None,
    start: datetime,
    end: datetime,
    quarters: Sequence[QuarterUse],
    now: datetime,
) -> tuple[list[Step], timedelta | None]:
    if end - start <= EXACT_FOR:
        held = stretches_of(tx, account_id, start, end, now, user_id)
        exact = steps(((row.held_since, row.released_at) for row in held), start, end)
        if len(exact) <= CHANGES_MAX:
            return exact, None
    many = -(-((end - start) // QUARTER) // POINTS_MAX)
    span = QUARTER * next(n for n in (1, 2, 4, 12, 24, 48, 96, 192, 384, 768) if n >= many)
    peaks = {start: 0}
    for quarter in quarters:
        at = start + (quarter.local - start) // span * span
        peaks[at] = max(peaks.get(at, 0), *quarter.levels)
    return [Step(at, in_use) for at, in_use in sorted(peaks.items())], span


def _shares(
    account_id: int, user_id: int | None, start: datetime, end: datetime, now: datetime
) -> Select[Any]:
    """How long each user held a license on each device, in microseconds."""
    held = stretches(account_id, start, end, now, user_id).subquery()
    until = case((held.c.released_at < end, held.c.released_at), else_=bindparam(None, end, UtcDateTime))
    since = case((held.c.held_since > start, held.c.held_since), else_=bindparam(None, start, UtcDateTime))
    columns: tuple[Any, ...] = (
        User.display_name,
        User.name.label("user_name"),
        Device.name.label("device_name"),
        func.sum(micros(until) - micros(since)).label("micros"),
        func.count().label("times"),
    )
    return (
        select(*columns)
        .select_from(held)
        .join(User, User.user_id == held.c.user_id)
        .join(Device, Device.device_id == held.c.device_id)
        .group_by(User.user_id, Device.device_id)
    )


def _by(rows: Sequence[Row[Any]], name: Callable[[Row[Any]], tuple[str, str]]) -> list[Share]:
    time: Counter[tuple[str, str]] = Counter()
    times: Counter[tuple[str, str]] = Counter()
    for row in rows:
        time[name(row)] += int(row.micros)
        times[name(row)] += row.times
    return [Share(*who, micro / 1_000_000, times[who]) for who, micro in time.most_common()]
