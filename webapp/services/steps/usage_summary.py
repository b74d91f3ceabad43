"""Usage by quarters of an hour: summed up once they are over, and worked out for what is not summed up yet."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import Connection, delete, func, insert, select, update

from webapp.domain.usage_curves import Stretch, begins_at, by_quarter, quarter_of, steps
from webapp.models import Account, LicenseHolding, UsageQuarter
from webapp.services.steps.stretches import stretches_of

AT_ONCE = timedelta(days=30)
"""How much is summed up in one go, so that memory stays small."""
Quarters = list[tuple[int, Mapping[int, int]]]


def sum_up(tx: Connection, account_id: int, now: datetime) -> None:
    """Sum up every quarter of an hour that is over. The account is held, and what is overdue has been written down: so
    nothing that is found out later can have ended before `now`."""
    since = _summed_until(tx, account_id) or beginning(tx, account_id)
    until = begins_at(quarter_of(now))
    while since < until:
        to = min(since + AT_ONCE, until)
        rows = [
            {"account_id": account_id, "quarter": quarter, "in_use": in_use, "microseconds": microseconds}
            for quarter, levels in _worked_out(tx, account_id, since, to, now)
            for in_use, microseconds in levels.items()
        ]
        tx.execute(insert(UsageQuarter), rows)
        since = to
    tx.execute(update(Account).where(Account.account_id == account_id).values(usage_summed_until=until))


def sum_up_again(tx: Connection, account_id: int, since: datetime) -> None:
    """Forget the sums from this moment on, as history was added there; the next `sum_up` makes them anew."""
    start = quarter_of(since)
    tx.execute(
        delete(UsageQuarter).where(UsageQuarter.account_id == account_id, UsageQuarter.quarter >= start)
    )
    summed = _summed_until(tx, account_id)
    if summed is not None and summed > since:
        this = Account.account_id == account_id
        tx.execute(update(Account).where(this).values(usage_summed_until=begins_at(start)))


def read_quarters(tx: Connection, account_id: int, start: datetime, end: datetime, now: datetime) -> Quarters:
    """How long each number was in use from `start` to `end`, which begin quarters, as far as that has passed."""
    start = max(start, beginning(tx, account_id))
    summed = min(max(_summed_until(tx, account_id) or start, start), end)
    query = (
        select(UsageQuarter.quarter, UsageQuarter.in_use, UsageQuarter.microseconds)
        .where(
            UsageQuarter.account_id == account_id,
            UsageQuarter.quarter >= quarter_of(start),
            UsageQuarter.quarter < quarter_of(summed),
        )
        .order_by(UsageQuarter.quarter)
    )
    rows = tx.execute(query).all()
    kept: Quarters = [
        (quarter, {in_use: microseconds for _, in_use, microseconds in of_quarter})
        for quarter, of_quarter in groupby(rows, key=lambda row: row[0])
    ]
    until = min(end, now)
    return kept + (list(_worked_out(tx, account_id, summed, until, now)) if summed < until else [])


def worked_out(
    stretches: Iterable[Stretch], start: datetime, end: datetime
) -> Iterator[tuple[int, Mapping[int, int]]]:
    """The same from stretches: exact, and as slow as they are many."""
    return by_quarter(steps(stretches, start, end), end)


def beginning(tx: Connection, account_id: int) -> datetime:
    """The quarter of an hour in which the account's usage begins: its own beginning, or that of an imported history."""
    held = select(func.min(LicenseHolding.held_since)).where(LicenseHolding.account_id == account_id)
    summed = select(func.min(UsageQuarter.quarter)).where(UsageQuarter.account_id == account_id)
    created = select(Account.created_at).where(Account.account_id == account_id)
    first: datetime | None = tx.execute(held).scalar_one()
    quarter: int | None = tx.execute(summed).scalar_one()
    moments = [tx.execute(created).scalar_one()]
    moments += [first] if first is not None else []
    moments += [begins_at(quarter)] if quarter is not None else []
    return begins_at(quarter_of(min(moments)))


def _worked_out(
    tx: Connection, account_id: int, start: datetime, end: datetime, now: datetime
) -> Iterator[tuple[int, Mapping[int, int]]]:
    held = stretches_of(tx, account_id, start, end, now)
    return worked_out(((row.held_since, row.released_at) for row in held), start, end)


def _summed_until(tx: Connection, account_id: int) -> datetime | None:
    return tx.execute(select(Account.usage_summed_until).where(Account.account_id == account_id)).scalar_one()
