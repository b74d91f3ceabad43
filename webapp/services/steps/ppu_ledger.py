"""The ledger of pay-per-use minutes and what it leaves to spend. Whoever writes here holds the account."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, func, insert, select, update

from webapp.db.prepared import Prepared
from webapp.domain.ppu import Budget, EntryKind
from webapp.models import Account, PpuEntry, User

_TERMS = Prepared(
    select(
        Account.ppu_is_on,
        Account.ppu_expires_at,
        Account.ppu_minutes,
        Account.ppu_day_cap,
        Account.ppu_user_day_cap,
        Account.time_zone,
    ).where(Account.account_id == bindparam("account"))
)
_USER_CAPS = Prepared(
    select(User.user_id, User.ppu_day_cap).where(
        User.account_id == bindparam("account"), User.ppu_day_cap.is_not(None)
    )
)
_USED = (
    select(PpuEntry.user_id, func.sum(-PpuEntry.minutes))
    .where(
        PpuEntry.account_id == bindparam("account"),
        PpuEntry.kind == EntryKind.USE,
        PpuEntry.at >= bindparam("start"),
        PpuEntry.at < bindparam("end"),
    )
    .group_by(PpuEntry.user_id)
)


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry to be added: minutes bought, used (-1) or corrected."""

    kind: EntryKind
    minutes: int
    at: datetime
    session_id: UUID | None = None
    user_id: int | None = None
    note: str | None = None


def read_budget(tx: Connection, account_id: int, since: datetime, now: datetime) -> Budget:
    """What the account may spend from `since` to `now`, with what counts towards its caps of those days.

    Where pay per use is off nothing can be spent, so caps are not read.
    """
    terms = _TERMS.one(tx, {"account": account_id})
    rows = _USER_CAPS.all(tx, {"account": account_id}) if terms.ppu_is_on else []
    caps = {row.user_id: int(row.ppu_day_cap or 0) for row in rows}
    budget = Budget(
        is_on=terms.ppu_is_on,
        expires_at=terms.ppu_expires_at,
        minutes=terms.ppu_minutes,
        zone=ZoneInfo(terms.time_zone),
        day_cap=terms.ppu_day_cap,
        user_cap=terms.ppu_user_day_cap,
        user_caps=caps,
    )
    if terms.ppu_is_on and (caps or terms.ppu_day_cap is not None or terms.ppu_user_day_cap is not None):
        budget.used = _used(tx, account_id, ZoneInfo(terms.time_zone), min(since, now), now)
    return budget


def read_balance(tx: Connection, account_id: int) -> int:
    """How many minutes are left."""
    return tx.execute(select(Account.ppu_minutes).where(Account.account_id == account_id)).scalar_one()


def add_entries(tx: Connection, account_id: int, entries: Sequence[NewEntry]) -> int:
    """Add entries in this order; returns the balance after them. The database refuses one that would take it below zero."""
    total = sum(entry.minutes for entry in entries)
    balance, number = tx.execute(
        update(Account)
        .where(Account.account_id == account_id)
        .values(ppu_minutes=Account.ppu_minutes + total, ppu_entries=Account.ppu_entries + len(entries))
        .returning(Account.ppu_minutes - total, Account.ppu_entries - len(entries))
    ).one()
    rows = []
    for entry in entries:
        balance, number = balance + entry.minutes, number + 1
        rows.append({"account_id": account_id, "number": number, "balance": balance, **asdict(entry)})
    if rows:
        tx.execute(insert(PpuEntry), rows)
    return int(balance)


def _used(
    tx: Connection, account_id: int, zone: ZoneInfo, since: datetime, now: datetime
) -> Counter[tuple[int, date]]:
    used: Counter[tuple[int, date]] = Counter()
    day, last = since.astimezone(zone).date(), now.astimezone(zone).date()
    while day <= last:
        start, end = day_start(day, zone), day_start(day + timedelta(days=1), zone)
        for user_id, minutes in tx.execute(_USED, {"account": account_id, "start": start, "end": end}):
            used[int(user_id or 0), day] = int(minutes)
        day += timedelta(days=1)
    return used


def day_start(day: date, zone: ZoneInfo) -> datetime:
    """When a day begins in a time zone."""
    return datetime.combine(day, time(), zone)
