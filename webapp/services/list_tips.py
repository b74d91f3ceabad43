"""Tips on License Usage: what somebody could do, told only while it applies, and not for a while once they closed it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from webapp.db import Database
from webapp.domain.access import Actor, Right, may_administer, may_control
from webapp.domain.code_guessing import are_many
from webapp.domain.states import RefusalReason, SessionState
from webapp.domain.tips import A_WEEK, REFUSALS_WORTH_A_TIP, TipKind
from webapp.models import Refusal, User
from webapp.services.count_wrong_codes import count_wrong_codes
from webapp.services.shared_reads import SharedReads
from webapp.services.steps.outages import Recovery, last_recovery
from webapp.services.steps.tip_facts import TipFacts, read_tip_facts


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


def list_tips(db: Database, actor: Actor, now: datetime, reads: SharedReads | None = None) -> tuple[Tip, ...]:
    """The tips that apply to this actor now, without those that they have closed. `reads`: what others have read already."""
    reads = reads or SharedReads()
    facts = reads.once(("tips", actor.account_id), lambda: read_tip_facts(db, actor.account_id, now))
    closed = facts.closed.get(actor.user_id, {})
    found = {
        TipKind.PPU_LOW: _ppu_low(facts, actor),
        TipKind.UNJOINED_CODES: _unjoined_codes(facts, actor),
        TipKind.OWN_LIMIT: _own_limit(db, actor, now),
        TipKind.REFUSALS: _refusals(facts, actor),
        TipKind.PAUSED: _paused(facts, actor),
        TipKind.WRONG_CODES: _wrong_codes(db, reads, now) if may_administer(actor) else None,
    }
    away = _away(db, reads, actor, closed.get(TipKind.AWAY), now)
    others = (tip for kind, tip in found.items() if kind not in closed)
    return tuple(tip for tip in (away, *others) if tip is not None)


def _away(db: Database, reads: SharedReads, actor: Actor, closed_at: datetime | None, now: datetime) -> Found:
    """The server was away. Whoever closes this tip has read of that time alone: the next one is told again."""
    user_id = None if Right.VIEW_DOMAIN in actor.rights else actor.user_id

    def read() -> Recovery | None:
        with db.read() as tx:
            return last_recovery(tx, actor.account_id, user_id, now)

    recovery = reads.once(("recovery", actor.account_id, user_id), read)
    if recovery is None or (closed_at is not None and closed_at >= recovery.until):
        return None
    return Tip(TipKind.AWAY, recovery.dropped, recovery=recovery)


def _unjoined_codes(facts: TipFacts, actor: Actor) -> Found:
    """Codes that have waited for a while and that alone keep their licenses held."""
    rows = facts.waiting_codes
    mine_to_end = [row for row in rows if may_control(actor, row.user_id, SessionState.STANDBY)]
    licenses = {row.holds_license for row in mine_to_end}
    if not licenses:
        return None
    return Tip(TipKind.UNJOINED_CODES, len(licenses), tuple(row.session_id for row in mine_to_end))


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


def _refusals(facts: TipFacts, actor: Actor) -> Found:
    if Right.VIEW_DOMAIN not in actor.rights or facts.refusals < REFUSALS_WORTH_A_TIP:
        return None
    return Tip(TipKind.REFUSALS, facts.refusals, refusal_id=facts.newest_refusal)


def _ppu_low(facts: TipFacts, actor: Actor) -> Found:
    if facts.low_minutes is None or not actor.rights & {Right.VIEW_DOMAIN_REPORTS, Right.VIEW_OWN_REPORTS}:
        return None
    return Tip(TipKind.PPU_LOW, facts.low_minutes)


def _paused(facts: TipFacts, actor: Actor) -> Found:
    number = facts.paused.get(actor.user_id)
    return Tip(TipKind.PAUSED, number) if number else None


def _wrong_codes(db: Database, reads: SharedReads, now: datetime) -> Found:
    wrong = reads.once("wrong codes", lambda: count_wrong_codes(db, now))
    return Tip(TipKind.WRONG_CODES, wrong.tries) if are_many(wrong.tries) else None
