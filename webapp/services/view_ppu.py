"""The page Pay per use: how it stands, what was used by day and by user, how long the minutes last, and the ledger."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, select

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.ppu import EntryKind
from webapp.domain.ppu_forecast import Forecast, forecast
from webapp.domain.ppu_state import PpuTerms
from webapp.models import Account, User
from webapp.services.steps.ppu_use import Use, entry_rows, first_use, sees_all, use_by_day

DAYS = 30
PAGE = 500
"""So many entries are looked at for a page; the minutes of one session among them are one line."""


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """What was bought or corrected, or the minutes of one session without anything bought in between.

    `first_at` and `last_at`: when its first and last minute began; `balance`: what was left after the last.
    """

    kind: EntryKind
    number: int
    first_at: datetime
    last_at: datetime
    minutes: int
    balance: int
    user: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class PpuPage:
    """`sees_all` False: of the use, only the actor's own. `next_before` continues the ledger."""

    terms: PpuTerms
    low_minutes: int
    sees_all: bool
    by_day: tuple[tuple[date, int], ...]
    by_user: tuple[tuple[str, int], ...]
    forecasts: tuple[Forecast, ...]
    ledger: tuple[LedgerLine, ...]
    next_before: int | None


def view_ppu(db: Database, actor: Actor, before: int | None, now: datetime) -> PpuPage:
    """Read the page in one snapshot. Raises Forbidden for who may view no reports."""
    everything = sees_all(actor)
    with db.read() as tx:
        terms, low = _terms(tx, actor.account_id)
        zone = ZoneInfo(str(terms.zone))
        today = now.astimezone(zone).date()
        days = [today - timedelta(days=ago) for ago in reversed(range(DAYS))]
        use = use_by_day(tx, actor, days, zone)
        by_day = Counter[date]()
        for (day, _), minutes in use.items():
            by_day[day] += minutes
        began = first_use(tx, actor.account_id) if everything else None
        rows = tx.execute(entry_rows(actor, before).limit(PAGE + 1)).all()
        return PpuPage(
            terms=terms,
            low_minutes=low,
            sees_all=everything,
            by_day=tuple((day, by_day[day]) for day in days),
            by_user=_by_user(tx, actor, use),
            forecasts=forecast(
                terms.minutes,
                [by_day[day] for day in days[:-1]],
                today,
                began.astimezone(zone).date() if began else None,
            ),
            ledger=tuple(_lines(rows[:PAGE])),
            next_before=rows[PAGE - 1].number if len(rows) > PAGE else None,
        )


def _terms(tx: Connection, account_id: int) -> tuple[PpuTerms, int]:
    columns = (
        Account.ppu_is_on,
        Account.ppu_expires_at,
        Account.ppu_minutes,
        Account.time_zone,
        Account.ppu_low_minutes,
    )
    is_on, expires_at, minutes, zone, low = tx.execute(
        select(*columns).where(Account.account_id == account_id)
    ).one()
    return PpuTerms(is_on, expires_at, minutes, ZoneInfo(zone)), low


def _by_user(tx: Connection, actor: Actor, use: Use) -> tuple[tuple[str, int], ...]:
    by_user = Counter[int]()
    for (_, user_id), minutes in use.items():
        by_user[user_id] += minutes
    names = select(User.user_id, User.display_name).where(
        User.account_id == actor.account_id, User.user_id.in_(by_user)
    )
    named = {row.user_id: row.display_name for row in tx.execute(names)} if by_user else {}
    return tuple((named[user_id], minutes) for user_id, minutes in by_user.most_common())


def _lines(rows: Iterable[Row[Any]]) -> list[LedgerLine]:
    """Newest first. The minutes of a session go together as long as nothing was bought or corrected in between."""
    lines: list[LedgerLine] = []
    of_session: dict[Any, int] = {}
    for row in rows:
        if row.kind is not EntryKind.USE:
            of_session.clear()
        elif row.session_id in of_session:
            place = of_session[row.session_id]
            lines[place] = _joined(lines[place], row)
            continue
        else:
            of_session[row.session_id] = len(lines)
        user = row.display_name
        lines.append(
            LedgerLine(row.kind, row.number, row.at, row.at, row.minutes, row.balance, user, row.note)
        )
    return lines


def _joined(line: LedgerLine, earlier: Row[Any]) -> LedgerLine:
    return LedgerLine(
        line.kind,
        line.number,
        min(line.first_at, earlier.at),
        max(line.last_at, earlier.at),
        line.minutes + earlier.minutes,
        line.balance,
        line.user,
        line.note,
    )
