"""How every account of the installation stands in numbers, for monitoring: worked out from the tables when it is asked for."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, Select, and_, bindparam, exists, func, select

from webapp.db import Database
from webapp.domain.states import RefusalReason, SessionState
from webapp.models import IS_HOLDING, IS_ON_PPU, IS_OPEN, Account, ClientSession, Heartbeat, Refusal

REFUSED_WITHIN = timedelta(hours=1)
WAITING_WITHIN = timedelta(seconds=12)
"""A client that waits for a license asks again at least every 4 seconds."""

_ACCOUNTS = select(
    Account.account_id, Account.domain, Account.license_count, Account.ppu_is_on, Account.ppu_minutes
)
_NOW: BindParameter[datetime] = bindparam("now")
_LIVE = and_(IS_OPEN, ClientSession.over_at > _NOW)
_HELD = (
    select(ClientSession.account_id, func.count(ClientSession.holds_license.distinct()))
    .where(IS_HOLDING, ClientSession.over_at > _NOW)
    .group_by(ClientSession.account_id)
)
_SESSIONS = (
    select(ClientSession.account_id, ClientSession.state, func.count())
    .where(_LIVE)
    .group_by(ClientSession.account_id, ClientSession.state)
)
_ON_PPU = (
    select(ClientSession.account_id, func.count())
    .where(IS_ON_PPU, ClientSession.over_at > _NOW)
    .group_by(ClientSession.account_id)
)
_LATE = (
    select(ClientSession.account_id, func.count())
    .where(IS_OPEN, ClientSession.state == SessionState.ENDING, ClientSession.ends_at <= _NOW)
    .group_by(ClientSession.account_id)
)
_OF_EACH = Refusal.account_id.in_(select(Account.account_id))
"""One after the other, as the index is by account."""
_REFUSED = (
    select(Refusal.account_id, Refusal.reason, func.count())
    .where(_OF_EACH, Refusal.refused_at > bindparam("refused_since"))
    .group_by(Refusal.account_id, Refusal.reason)
)
_GOT_IN = exists().where(
    ClientSession.account_id == Refusal.account_id,
    ClientSession.user_id == Refusal.user_id,
    ClientSession.device_id == Refusal.device_id,
    ClientSession.idempotency_key == Refusal.wish,
)
_WAITING = (
    select(Refusal.account_id)
    .where(_OF_EACH, Refusal.refused_at > bindparam("waiting_since"), Refusal.wish.is_not(None), ~_GOT_IN)
    .group_by(Refusal.account_id, Refusal.user_id, Refusal.device_id, Refusal.wish)
    .having(func.count() > 1)
)


@dataclass(slots=True)
class AccountMeasures:
    """One account. `terminations_late`: their deadline has passed and nobody has written it down; their license is free all
    the same. `waiting`: wishes that were refused twice or more within seconds and have not got in."""

    domain: str
    licenses: int
    ppu_minutes: int | None
    held: int = 0
    on_ppu: int = 0
    sessions: dict[SessionState, int] = field(default_factory=dict)
    refused: dict[RefusalReason, int] = field(default_factory=dict)
    waiting: int = 0
    terminations_late: int = 0


@dataclass(frozen=True, slots=True)
class Measures:
    """The installation. `sweep_lag`: how long ago a sweep of any process was there; None: none ever was."""

    accounts: tuple[AccountMeasures, ...]
    sweep_lag: timedelta | None


def measure_installation(db: Database, now: datetime) -> Measures:
    """Take the measure of everything, as it is true at `now`."""
    with db.read() as tx:
        accounts = {row.account_id: _account(row) for row in tx.execute(_ACCOUNTS)}
        _count_sessions(tx, accounts, now)
        _count_refusals(tx, accounts, now)
        beat_at = tx.execute(select(Heartbeat.beat_at)).scalar_one()
    lag = None if beat_at is None else max(timedelta(), now - beat_at)
    return Measures(tuple(accounts.values()), lag)


def _account(row: Row[*tuple[Any, ...]]) -> AccountMeasures:
    minutes = row.ppu_minutes if row.ppu_is_on or row.ppu_minutes else None
    return AccountMeasures(row.domain, row.license_count, minutes)


def _count_sessions(tx: Connection, accounts: dict[int, AccountMeasures], now: datetime) -> None:
    for account, held in _rows(tx, _HELD, now=now):
        accounts[account].held = held
    for account, state, number in _rows(tx, _SESSIONS, now=now):
        accounts[account].sessions[state] = number
    for account, number in _rows(tx, _ON_PPU, now=now):
        accounts[account].on_ppu = number
    for account, number in _rows(tx, _LATE, now=now):
        accounts[account].terminations_late = number


def _count_refusals(tx: Connection, accounts: dict[int, AccountMeasures], now: datetime) -> None:
    for account, reason, number in _rows(tx, _REFUSED, refused_since=now - REFUSED_WITHIN):
        accounts[account].refused[reason] = number
    for (account,) in _rows(tx, _WAITING, waiting_since=now - WAITING_WITHIN):
        accounts[account].waiting += 1


def _rows(tx: Connection, query: Select[*tuple[Any, ...]], **values: datetime) -> Iterable[Any]:
    return tx.execute(query, values)
