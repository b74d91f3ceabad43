"""What of the ledger somebody may see, and its minutes by day and user."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, select

from webapp.domain.access import Actor, Right
from webapp.domain.errors import Forbidden
from webapp.domain.ppu import EntryKind
from webapp.domain.texts import phrase
from webapp.models import PpuEntry, User
from webapp.services.steps.ppu_ledger import day_start

NOT_YOURS = phrase("You may not view reports. Ask the account owner for the right to view reports.")
Use = dict[tuple[date, int], int]
"""Minutes by day and user."""


def sees_all(actor: Actor) -> bool:
    """Whether the actor sees everybody's use and not only their own. Raises Forbidden for who may see neither."""
    if Right.VIEW_DOMAIN_REPORTS in actor.rights:
        return True
    if Right.VIEW_OWN_REPORTS in actor.rights:
        return False
    raise Forbidden(NOT_YOURS)


def visible(actor: Actor) -> ColumnElement[bool]:
    """The entries that the actor may see. Raises Forbidden."""
    of_account = PpuEntry.account_id == actor.account_id
    if sees_all(actor):
        return of_account
    return and_(of_account, PpuEntry.kind == EntryKind.USE, PpuEntry.user_id == actor.user_id)


def entry_rows(actor: Actor, before: int | None) -> Select[Any]:
    """The entries that the actor may see, newest first, with the user's name; those with a lower number than `before`."""
    rows = (
        select(*PpuEntry.__table__.c, User.name.label("user_name"), User.display_name)
        .outerjoin(User, and_(User.account_id == PpuEntry.account_id, User.user_id == PpuEntry.user_id))
        .where(visible(actor))
        .order_by(PpuEntry.number.desc())
    )
    return rows if before is None else rows.where(PpuEntry.number < before)


def use_by_day(tx: Connection, actor: Actor, days: Sequence[date], zone: ZoneInfo) -> Use:
    """The minutes used on each of these days, which follow one another, and by whom."""
    ends = [day_start(day + timedelta(days=1), zone) for day in days]
    which = case(*((PpuEntry.at < end, number) for number, end in enumerate(ends[:-1])), else_=len(days) - 1)
    used = (
        select(which.label("day"), PpuEntry.user_id, PpuEntry.minutes)
        .where(
            visible(actor),
            PpuEntry.kind == EntryKind.USE,
            PpuEntry.at >= day_start(days[0], zone),
            PpuEntry.at < ends[-1],
        )
        .subquery()
    )
    sums = select(used.c.day, used.c.user_id, -func.sum(used.c.minutes)).group_by(used.c.day, used.c.user_id)
    return {(days[day], user_id): int(minutes) for day, user_id, minutes in tx.execute(sums)}


def first_use(tx: Connection, account_id: int) -> datetime | None:
    """When the account used its first minute."""
    query = select(func.min(PpuEntry.at)).where(
        PpuEntry.account_id == account_id, PpuEntry.kind == EntryKind.USE
    )
    return tx.execute(query).scalar_one()
