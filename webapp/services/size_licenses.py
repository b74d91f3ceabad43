"""How many licenses do we need? Replays the account's own demand against other numbers (`domain/sizing.py`)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from statistics import median

from sqlalchemy import Connection, select

from webapp.db import Database
from webapp.domain.access import Actor, Right
from webapp.domain.errors import Forbidden
from webapp.domain.periods import Period
from webapp.domain.ppu import A_MINUTE, EntryKind
from webapp.domain.replay import Demand
from webapp.domain.sizing import Prices, Sizing, size
from webapp.domain.texts import phrase
from webapp.domain.wishes import Outcome, Wish
from webapp.models import ClientSession, PpuEntry, User
from webapp.services.steps.accounts import read_account
from webapp.services.steps.stretches import stretches_of
from webapp.services.steps.wishes import read_wishes

MOST = 50
"""The highest number of licenses that is tried, unless the account has as many: then twice its own."""
USUAL = timedelta(minutes=30)
"""How long a wish is taken to last where nobody of the account was ever connected."""
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SizingReport:
    """The answer, and what it rests on. `assumed`: wishes that never got in, taken to last as long as their user's median."""

    sizing: Sizing
    licenses: int
    assumed: int
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class _Wanted:
    start: datetime
    end: datetime
    pair: Pair


def size_licenses(
    db: Database, actor: Actor, period: Period, prices: Prices | None, now: datetime, *, own_limits: bool
) -> SizingReport:
    """Replay what was wanted in the period. Raises Forbidden without the right to view domain reports.

    `own_limits`: with the users' own limits as they are now; else as if nobody had one.
    """
    check_may_size(actor)
    return db.read_long(lambda tx: _sized(tx, actor.account_id, period, prices, now, own_limits=own_limits))


def _sized(
    tx: Connection, account_id: int, period: Period, prices: Prices | None, now: datetime, *, own_limits: bool
) -> SizingReport:
    start, end = period.start, min(period.end, now)
    licenses = read_account(tx, account_id).licenses
    limits = _own_limits(tx, account_id) if own_limits else {}
    connected = _connected(tx, account_id, start, end, now)
    wishes = read_wishes(tx, account_id, None, start, end, now)
    wanted, assumed = _with_wishes(connected, wishes)
    most = MOST if licenses <= MOST else 2 * licenses
    demand = _demand(wanted, period.zone, start)
    return SizingReport(
        sizing=size(demand, most, limits, prices),
        licenses=licenses,
        assumed=assumed,
        start=start,
        end=end,
    )


def check_may_size(actor: Actor) -> None:
    """Raises Forbidden for who may not read this report."""
    if Right.VIEW_DOMAIN_REPORTS not in actor.rights:
        raise Forbidden(
            phrase(
                "This report needs everybody's sessions. Ask the account owner for the right to view domain reports."
            )
        )


def _own_limits(tx: Connection, account_id: int) -> dict[int, int]:
    query = select(User.user_id, User.own_limit).where(
        User.account_id == account_id, User.own_limit.is_not(None)
    )
    return {row.user_id: int(row.own_limit or 0) for row in tx.execute(query)}


def _connected(
    tx: Connection, account_id: int, start: datetime, end: datetime, now: datetime
) -> list[_Wanted]:
    """When each pair was connected, on a license or on minutes, as whole stretches that began in the period."""
    held = [
        _Wanted(row.held_since, row.released_at or now, (row.user_id, row.device_id))
        for row in stretches_of(tx, account_id, start, end, now)
    ]
    minutes = (
        select(PpuEntry.at, ClientSession.user_id, ClientSession.device_id)
        .join(
            ClientSession,
            (ClientSession.account_id == PpuEntry.account_id)
            & (ClientSession.session_id == PpuEntry.session_id),
        )
        .where(
            PpuEntry.account_id == account_id,
            PpuEntry.kind == EntryKind.USE,
            PpuEntry.at >= start,
            PpuEntry.at < end,
        )
    )
    used = [_Wanted(row.at, row.at + A_MINUTE, (row.user_id, row.device_id)) for row in tx.execute(minutes)]
    return [each for each in _merged(held + used) if each.start >= start]


def _merged(stretches: Iterable[_Wanted]) -> list[_Wanted]:
    """Stretches of one pair that touch become one."""
    merged: dict[Pair, list[_Wanted]] = defaultdict(list)
    for each in sorted(stretches, key=lambda stretch: stretch.start):
        of_pair = merged[each.pair]
        if of_pair and of_pair[-1].end >= each.start:
            last = of_pair.pop()
            of_pair.append(_Wanted(last.start, max(last.end, each.end), each.pair))
        else:
            of_pair.append(each)
    return [each for of_pair in merged.values() for each in of_pair]


def _with_wishes(connected: Sequence[_Wanted], wishes: Sequence[Wish]) -> tuple[list[_Wanted], int]:
    """Who got in later had wanted to begin at the first refusal; who gave up had wanted to stay as long as they usually do."""
    of_user: dict[int, list[float]] = defaultdict(list)
    for each in connected:
        of_user[each.pair[0]].append((each.end - each.start).total_seconds())
    everybody = [seconds for lasts in of_user.values() for seconds in lasts]
    usual = timedelta(seconds=median(everybody)) if everybody else USUAL
    began = {(each.pair, each.start): each for each in connected}
    wanted, assumed = dict.fromkeys(connected), 0
    for wish in wishes:
        got = began.get((wish.pair, wish.first_at + wish.after)) if wish.after is not None else None
        if got is not None and got in wanted:
            del wanted[got]
            wanted[_Wanted(wish.first_at, wish.first_at + (got.end - got.start), wish.pair)] = None
        elif wish.outcome in (Outcome.GAVE_UP, Outcome.WAITING):
            mine = of_user.get(wish.pair[0])
            lasts = timedelta(seconds=median(mine)) if mine else usual
            wanted[_Wanted(wish.first_at, wish.first_at + lasts, wish.pair)] = None
            assumed += 1
    return _merged(wanted), assumed


def _demand(wanted: Sequence[_Wanted], zone: tzinfo, start: datetime) -> Demand:
    first = start.astimezone(zone).date()
    ordered = sorted(wanted, key=lambda each: (each.start, each.pair))
    return Demand(
        starts=[each.start.timestamp() for each in ordered],
        lasts=[(each.end - each.start).total_seconds() for each in ordered],
        users=[each.pair[0] for each in ordered],
        days=[(each.start.astimezone(zone).date() - first).days for each in ordered],
    )
