"""The curve of use, every change of it, however long the period: read some days at a time, so memory stays small."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.periods import Period
from webapp.domain.usage_curves import Moment, Step, Stretch, against, steps
from webapp.services.steps.license_counts import license_counts
from webapp.services.steps.report_scope import report_scope
from webapp.services.steps.stretches import stretches_begun, stretches_of

AT_ONCE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Span:
    """From `at` to `until`, so many licenses were in use of so many that there were."""

    at: datetime
    until: datetime
    in_use: int
    licenses: int


def export_usage(
    db: Database, actor: Actor, period: Period, now: datetime, since: datetime | None = None
) -> Iterator[Span]:
    """All changes in order, up to now while the period goes on. Each read is short: none is held while they are sent.

    `since`: only what comes from this moment of the period on. Raises Forbidden at once, before the first one is asked for.
    """
    user_id = report_scope(actor)
    start = max(period.start.astimezone(UTC), since or period.start)
    end = min(period.end.astimezone(UTC), now)
    with db.read() as tx:
        licenses = license_counts(tx, actor.account_id, start, end)
    curve = _curve(db, actor.account_id, user_id, start, end, now)
    return _spans(against(curve, licenses), end)


def _curve(
    db: Database, account_id: int, user_id: int | None, start: datetime, end: datetime, now: datetime
) -> Iterator[Step]:
    last, held, read = None, list[Stretch](), stretches_of
    while start < end:
        until = min(start + AT_ONCE, end)
        rows = db.read_long(
            partial(read, account_id=account_id, start=start, end=until, now=now, user_id=user_id)
        )
        held += ((row.held_since, row.released_at) for row in rows)
        for step in steps(held, start, until):
            if step.in_use != last:
                yield step
            last = step.in_use
        held = [stretch for stretch in held if stretch[1] is None or stretch[1] >= until]
        start, read = until, stretches_begun


def _spans(moments: Iterator[Moment], end: datetime) -> Iterator[Span]:
    before = next(moments, None)
    if before is None or before.at >= end:
        return
    for moment in moments:
        yield Span(before.at, moment.at, before.in_use, before.licenses)
        before = moment
    yield Span(before.at, end, before.in_use, before.licenses)
