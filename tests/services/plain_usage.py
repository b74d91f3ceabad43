"""Usage worked out as plainly as possible: every edge of every span is looked at, and who is there between two of them."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from tests.services.made_history import Made
from webapp.db import Database
from webapp.services.steps.imported_holdings import hold
from webapp.services.steps.imported_people import People
from webapp.services.steps.usage_summary import sum_up_again

Span = tuple[datetime, datetime]
MICROSECOND = timedelta(microseconds=1)


def curve_of(spans: Sequence[Span], start: datetime, end: datetime) -> list[tuple[datetime, int]]:
    """From when on how many: each change between `start` and `end`, and the value at the start."""
    edges = sorted({start, *(edge for span in spans for edge in span if start < edge < end)})
    curve: list[tuple[datetime, int]] = []
    for edge in edges:
        there = sum(since <= edge < until for since, until in spans)
        if not curve or curve[-1][1] != there:
            curve.append((edge, there))
    return curve


def levels_of(curve: Sequence[tuple[datetime, int]], end: datetime) -> Counter[int]:
    """How long each number was there, in microseconds."""
    levels = Counter[int]()
    for (at, there), until in zip(curve, [*(at for at, _ in curve[1:]), end], strict=True):
        levels[there] += (until - at) // MICROSECOND
    return levels


def counted(spans: Sequence[Span]) -> list[tuple[datetime, int]]:
    """The whole curve of many spans, by counting up and down: from each change on, how many."""
    changes = Counter[datetime]()
    for since, until in spans:
        changes[since] += 1
        changes[until] -= 1
    level, curve = 0, []
    for at, change in sorted(changes.items()):
        if change:
            level += change
            curve.append((at, level))
    return curve


def forget_sums(db: Database, account_id: int, since: datetime) -> None:
    """Take the summed-up usage away, so that reports work it out from the holdings."""
    db.write(lambda tx: sum_up_again(tx, account_id, since))


def bring_in(db: Database, account_id: int, history: Sequence[Made], now: datetime) -> None:
    """Store what was held in a history, without its sessions: quick, also for very many."""
    people = People(account_id, "acme", now)
    db.write(
        lambda tx: hold(
            tx,
            account_id,
            [((people.user(tx, s.user), people.device(tx, s.device)), (s.started, s.ended)) for s in history],
        )
    )
