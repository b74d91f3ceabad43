"""What is the case in an account that a tip may tell of, read once for everybody who is told."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, String, and_, cast, exists, func, select
from sqlalchemy.orm import aliased

from webapp.db import Database
from webapp.domain.states import RefusalReason, SessionState
from webapp.domain.tips import A_WEEK, CLOSED_FOR, UNJOINED_FOR, TipKind
from webapp.models import IS_HOLDING, Account, ClientSession, ClosedTip, Refusal, SessionCode
from webapp.services.steps.usage_numbers import paused_by_user

Other = aliased(ClientSession)


@dataclass(frozen=True, slots=True)
class TipFacts:
    """What is the case in the account, for whoever of it is told. `closed`: when each user closed a tip that stays away."""

    closed: dict[int, dict[TipKind, datetime]]
    waiting_codes: list[Row[Any]]
    refusals: int
    newest_refusal: UUID | None
    low_minutes: int | None
    paused: dict[int, int]


def read_tip_facts(db: Database, account_id: int, now: datetime) -> TipFacts:
    """Read them in one snapshot."""
    with db.read() as tx:
        refusals, newest = _refused(tx, account_id, now)
        return TipFacts(
            closed=_closed(tx, account_id, now),
            waiting_codes=list(tx.execute(_waiting_codes(account_id, now))),
            refusals=refusals,
            newest_refusal=newest,
            low_minutes=_low_minutes(tx, account_id, now),
            paused=paused_by_user(tx, account_id, now),
        )


def _closed(tx: Connection, account_id: int, now: datetime) -> dict[int, dict[TipKind, datetime]]:
    query = select(ClosedTip.user_id, ClosedTip.tip, ClosedTip.until).where(
        ClosedTip.account_id == account_id, ClosedTip.until > now
    )
    closed: dict[int, dict[TipKind, datetime]] = defaultdict(dict)
    for user_id, tip, until in tx.execute(query):
        closed[user_id][tip] = until - CLOSED_FOR
    return closed


def _waiting_codes(account_id: int, now: datetime) -> Select[*tuple[Any, ...]]:
    somebody_is_connected = exists().where(
        Other.account_id == ClientSession.account_id,
        Other.user_id == ClientSession.user_id,
        Other.device_id == ClientSession.device_id,
        Other.holds_license == ClientSession.holds_license,
        Other.state != SessionState.STANDBY,
        Other.over_at > now,
    )
    its_code = and_(
        SessionCode.account_id == ClientSession.account_id,
        SessionCode.session_id == ClientSession.session_id,
    )
    return (
        select(ClientSession.session_id, ClientSession.user_id, ClientSession.holds_license)
        .join(SessionCode, its_code)
        .where(
            SessionCode.account_id == account_id,
            SessionCode.issued_at <= now - UNJOINED_FOR,
            IS_HOLDING,
            ClientSession.state == SessionState.STANDBY,
            ClientSession.holds_license.is_not(None),
            ClientSession.over_at > now,
            ~somebody_is_connected,
        )
        .order_by(ClientSession.holds_license, ClientSession.session_id)
    )


def _refused(tx: Connection, account_id: int, now: datetime) -> tuple[int, UUID | None]:
    """How many wishes the account's limit refused in a week, and the newest refusal: a client that waits and asks again has
    still one wish."""
    of_week = (
        Refusal.account_id == account_id,
        Refusal.reason == RefusalReason.ACCOUNT_LIMIT,
        Refusal.refused_at > now - A_WEEK,
    )
    wish = func.coalesce(Refusal.wish, cast(Refusal.refusal_id, String))
    number = tx.execute(select(func.count(wish.distinct())).where(*of_week)).scalar_one()
    newest = select(Refusal.refusal_id).where(*of_week).order_by(Refusal.refused_at.desc()).limit(1)
    return number, tx.execute(newest).scalar() if number else None


def _low_minutes(tx: Connection, account_id: int, now: datetime) -> int | None:
    """The minutes that are left, if pay per use can be used and they are few."""
    columns = (Account.ppu_is_on, Account.ppu_expires_at, Account.ppu_minutes, Account.ppu_low_minutes)
    row = tx.execute(select(*columns).where(Account.account_id == account_id)).one()
    is_usable = row.ppu_is_on and (row.ppu_expires_at is None or row.ppu_expires_at > now)
    return row.ppu_minutes if is_usable and row.ppu_minutes < row.ppu_low_minutes else None
