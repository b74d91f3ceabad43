"""Tips on License Usage: what somebody could do, told only while it applies, and not for a while once they closed it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, String, and_, cast, exists, func, select
from sqlalchemy.orm import aliased

from webapp.db import Database
from webapp.domain.access import Actor, Right, may_administer, may_control
from webapp.domain.code_guessing import are_many
from webapp.domain.states import RefusalReason, SessionState
from webapp.domain.tips import A_WEEK, CLOSED_FOR, REFUSALS_WORTH_A_TIP, UNJOINED_FOR, TipKind
from webapp.models import IS_HOLDING, Account, ClientSession, ClosedTip, Refusal, SessionCode, User
from webapp.services.count_wrong_codes import count_wrong_codes
from webapp.services.steps.outages import Recovery, last_recovery

Other = aliased(ClientSession)


@dataclass(frozen=True, slots=True)
class Tip:
    """Something to tell. `number`: of what, by the kind; `session_ids`: those that its action ends; `refusal_id`: the newest.

    `recovery`: what the server's being away did.
    """

    kind: TipKind
    number: int
    session_ids: tuple[UUID, ...] = ()
    refusal_id: UUID | None = None
    owner_name: str = ""
    owner_email: str = ""
    recovery: Recovery | None = None


Found = Tip | None


def list_tips(db: Database, actor: Actor, now: datetime) -> tuple[Tip, ...]:
    """The tips that apply to this actor now, without those that they have closed."""
    with db.read() as tx:
        closed = _closed(tx, actor, now)
        found = [find(tx, actor, now) for kind, find in _FINDERS.items() if kind not in closed]
        found.insert(0, _away(tx, actor, closed.get(TipKind.AWAY), now))
    if TipKind.WRONG_CODES not in closed and may_administer(actor):
        found.append(_wrong_codes(db, now))
    return tuple(tip for tip in found if tip is not None)


def _closed(tx: Connection, actor: Actor, now: datetime) -> dict[TipKind, datetime]:
    """The tips that stay away, and when each was closed."""
    query = select(ClosedTip.tip, ClosedTip.until).where(
        ClosedTip.account_id == actor.account_id, ClosedTip.user_id == actor.user_id, ClosedTip.until > now
    )
    return {row.tip: row.until - CLOSED_FOR for row in tx.execute(query)}


def _away(tx: Connection, actor: Actor, closed_at: datetime | None, now: datetime) -> Found:
    """The server was away. Whoever closes this tip has read of that time alone: the next one is told again."""
    recovery = last_recovery(tx, actor, now)
    if recovery is None or (closed_at is not None and closed_at >= recovery.until):
        return None
    return Tip(TipKind.AWAY, recovery.dropped, recovery=recovery)


def _unjoined_codes(tx: Connection, actor: Actor, now: datetime) -> Found:
    """Codes that have waited for a while and that alone keep their licenses held."""
    rows = tx.execute(_waiting_codes(actor.account_id, now))
    mine_to_end = [row for row in rows if may_control(actor, row.user_id, SessionState.STANDBY)]
    licenses = {row.holds_license for row in mine_to_end}
    if not licenses:
        return None
    return Tip(TipKind.UNJOINED_CODES, len(licenses), tuple(row.session_id for row in mine_to_end))


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


def _own_limit(tx: Connection, actor: Actor, now: datetime) -> Found:
    """The last refusal of the actor, if that is not long ago, was by their own limit and that still stands."""
    last = (
        select(Refusal.refusal_id, Refusal.reason)
        .where(
            Refusal.account_id == actor.account_id,
            Refusal.user_id == actor.user_id,
            Refusal.refused_at > now - A_WEEK,
        )
        .order_by(Refusal.refused_at.desc())
        .limit(1)
    )
    refused = tx.execute(last).first()
    if refused is None or refused.reason is not RefusalReason.USER_LIMIT or actor.own_limit is None:
        return None
    owner = select(User.display_name, User.email).where(User.account_id == actor.account_id, User.is_owner)
    name, email = tx.execute(owner).one()
    return Tip(
        TipKind.OWN_LIMIT, actor.own_limit, refusal_id=refused.refusal_id, owner_name=name, owner_email=email
    )


def _refusals(tx: Connection, actor: Actor, now: datetime) -> Found:
    """How many wishes the account's limit refused in a week: a client that waits and asks again has still one."""
    if Right.VIEW_DOMAIN not in actor.rights:
        return None
    of_week = (
        Refusal.account_id == actor.account_id,
        Refusal.reason == RefusalReason.ACCOUNT_LIMIT,
        Refusal.refused_at > now - A_WEEK,
    )
    wish = func.coalesce(Refusal.wish, cast(Refusal.refusal_id, String))
    number = tx.execute(select(func.count(wish.distinct())).where(*of_week)).scalar_one()
    if number < REFUSALS_WORTH_A_TIP:
        return None
    newest = select(Refusal.refusal_id).where(*of_week).order_by(Refusal.refused_at.desc()).limit(1)
    return Tip(TipKind.REFUSALS, number, refusal_id=tx.execute(newest).scalar_one())


def _ppu_low(tx: Connection, actor: Actor, now: datetime) -> Found:
    if not actor.rights & {Right.VIEW_DOMAIN_REPORTS, Right.VIEW_OWN_REPORTS}:
        return None
    columns = (Account.ppu_is_on, Account.ppu_expires_at, Account.ppu_minutes, Account.ppu_low_minutes)
    row = tx.execute(select(*columns).where(Account.account_id == actor.account_id)).one()
    is_usable = row.ppu_is_on and (row.ppu_expires_at is None or row.ppu_expires_at > now)
    if not is_usable or row.ppu_minutes >= row.ppu_low_minutes:
        return None
    return Tip(TipKind.PPU_LOW, row.ppu_minutes)


def _paused(tx: Connection, actor: Actor, now: datetime) -> Found:
    query = select(func.count()).where(
        ClientSession.account_id == actor.account_id,
        ClientSession.user_id == actor.user_id,
        ClientSession.state == SessionState.PAUSED,
        ClientSession.over_at > now,
    )
    number = tx.execute(query).scalar_one()
    return Tip(TipKind.PAUSED, number) if number else None


def _wrong_codes(db: Database, now: datetime) -> Found:
    wrong = count_wrong_codes(db, now)
    return Tip(TipKind.WRONG_CODES, wrong.tries) if are_many(wrong.tries) else None


_FINDERS: dict[TipKind, Callable[[Connection, Actor, datetime], Found]] = {
    TipKind.PPU_LOW: _ppu_low,
    TipKind.UNJOINED_CODES: _unjoined_codes,
    TipKind.OWN_LIMIT: _own_limit,
    TipKind.REFUSALS: _refusals,
    TipKind.PAUSED: _paused,
}
