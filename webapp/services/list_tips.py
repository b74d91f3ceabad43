"""Tips on License Usage: what somebody could do, told only while it applies, and not for a while once they closed it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, String, and_, cast, exists, func, select
from sqlalchemy.orm import aliased

from webapp.db import Database
from webapp.domain.access import Actor, Right, may_administer, may_control
from webapp.domain.code_guessing import are_many
from webapp.domain.states import RefusalReason, SessionState
from webapp.domain.tips import A_WEEK, REFUSALS_WORTH_A_TIP, UNJOINED_FOR, TipKind
from webapp.models import IS_HOLDING, Account, ClientSession, ClosedTip, Refusal, SessionCode, User
from webapp.services.count_wrong_codes import count_wrong_codes
from webapp.services.shared_reads import SharedReads
from webapp.services.steps.usage_numbers import paused_by_user

Other = aliased(ClientSession)


@dataclass(frozen=True, slots=True)
class Tip:
    """Something to tell. `number`: of what, by the kind; `session_ids`: those that its action ends; `refusal_id`: the newest."""

    kind: TipKind
    number: int
    session_ids: tuple[UUID, ...] = ()
    refusal_id: UUID | None = None
    owner_name: str = ""
    owner_email: str = ""


Found = Tip | None


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is the case in the account, for whoever of it is told. `closed`: the tips that each user has closed."""

    closed: dict[int, set[TipKind]]
    waiting_codes: list[Row[Any]]
    refusals: int
    newest_refusal: UUID | None
    low_minutes: int | None
    paused: dict[int, int]


def list_tips(db: Database, actor: Actor, now: datetime, reads: SharedReads | None = None) -> tuple[Tip, ...]:
    """The tips that apply to this actor now, without those that they have closed. `reads`: what others have read already."""
    reads = reads or SharedReads()
    facts = reads.once(("tips", actor.account_id), lambda: _read(db, actor.account_id, now))
    found = {
        TipKind.PPU_LOW: _ppu_low(facts, actor),
        TipKind.UNJOINED_CODES: _unjoined_codes(facts, actor),
        TipKind.OWN_LIMIT: _own_limit(db, actor, now),
        TipKind.REFUSALS: _refusals(facts, actor),
        TipKind.PAUSED: _paused(facts, actor),
        TipKind.WRONG_CODES: _wrong_codes(db, reads, now) if may_administer(actor) else None,
    }
    closed = facts.closed.get(actor.user_id, set())
    return tuple(tip for kind, tip in found.items() if tip is not None and kind not in closed)


def _read(db: Database, account_id: int, now: datetime) -> _Facts:
    with db.read() as tx:
        refusals, newest = _refused(tx, account_id, now)
        return _Facts(
            closed=_closed(tx, account_id, now),
            waiting_codes=list(tx.execute(_waiting_codes(account_id, now))),
            refusals=refusals,
            newest_refusal=newest,
            low_minutes=_low_minutes(tx, account_id, now),
            paused=paused_by_user(tx, account_id, now),
        )


def _closed(tx: Connection, account_id: int, now: datetime) -> dict[int, set[TipKind]]:
    query = select(ClosedTip.user_id, ClosedTip.tip).where(
        ClosedTip.account_id == account_id, ClosedTip.until > now
    )
    closed: dict[int, set[TipKind]] = defaultdict(set)
    for user_id, tip in tx.execute(query):
        closed[user_id].add(tip)
    return closed


def _unjoined_codes(facts: _Facts, actor: Actor) -> Found:
    """Codes that have waited for a while and that alone keep their licenses held."""
    rows = facts.waiting_codes
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


def _own_limit(db: Database, actor: Actor, now: datetime) -> Found:
    """The last refusal of the actor, if that is not long ago, was by their own limit and that still stands."""
    if actor.own_limit is None:
        return None
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
    owner = select(User.display_name, User.email).where(User.account_id == actor.account_id, User.is_owner)
    with db.read() as tx:
        refused = tx.execute(last).first()
        if refused is None or refused.reason is not RefusalReason.USER_LIMIT:
            return None
        name, email = tx.execute(owner).one()
    return Tip(
        TipKind.OWN_LIMIT, actor.own_limit, refusal_id=refused.refusal_id, owner_name=name, owner_email=email
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


def _refusals(facts: _Facts, actor: Actor) -> Found:
    if Right.VIEW_DOMAIN not in actor.rights or facts.refusals < REFUSALS_WORTH_A_TIP:
        return None
    return Tip(TipKind.REFUSALS, facts.refusals, refusal_id=facts.newest_refusal)


def _low_minutes(tx: Connection, account_id: int, now: datetime) -> int | None:
    """The minutes that are left, if pay per use can be used and they are few."""
    columns = (Account.ppu_is_on, Account.ppu_expires_at, Account.ppu_minutes, Account.ppu_low_minutes)
    row = tx.execute(select(*columns).where(Account.account_id == account_id)).one()
    is_usable = row.ppu_is_on and (row.ppu_expires_at is None or row.ppu_expires_at > now)
    return row.ppu_minutes if is_usable and row.ppu_minutes < row.ppu_low_minutes else None


def _ppu_low(facts: _Facts, actor: Actor) -> Found:
    if facts.low_minutes is None or not actor.rights & {Right.VIEW_DOMAIN_REPORTS, Right.VIEW_OWN_REPORTS}:
        return None
    return Tip(TipKind.PPU_LOW, facts.low_minutes)


def _paused(facts: _Facts, actor: Actor) -> Found:
    number = facts.paused.get(actor.user_id)
    return Tip(TipKind.PAUSED, number) if number else None


def _wrong_codes(db: Database, reads: SharedReads, now: datetime) -> Found:
    wrong = reads.once("wrong codes", lambda: count_wrong_codes(db, now))
    return Tip(TipKind.WRONG_CODES, wrong.tries) if are_many(wrong.tries) else None
