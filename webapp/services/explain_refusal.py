"""The limit-reached link: what was refused and why, who held the licenses then, and whether one is free now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, or_, select
from sqlalchemy.orm import aliased

from webapp.db import Database
from webapp.domain.access import Actor, Right
from webapp.domain.errors import NotFound
from webapp.domain.refusals import explain
from webapp.domain.states import RefusalReason
from webapp.models import Device, LicenseHolding, Refusal, User
from webapp.services.list_licenses import licenses_in_use
from webapp.services.steps.accounts import read_account

Owner = aliased(User)


@dataclass(frozen=True, slots=True)
class HolderRow:
    """Who held a license when the refusal happened."""

    number: int
    display_name: str
    device_name: str


@dataclass(frozen=True, slots=True)
class RefusalView:
    """A refusal as its person reads it. `holders_then` is empty for whoever may not view the domain's sessions."""

    id: UUID
    reason: RefusalReason
    title: str
    detail: str
    at: datetime
    device_name: str
    user_display_name: str
    mine: bool
    remote: str
    owner_name: str
    owner_email: str
    free_now: int
    holders_then: tuple[HolderRow, ...]


def explain_refusal(db: Database, actor: Actor, refusal_id: UUID, now: datetime) -> RefusalView:
    """Explain a refusal of one's own, or, with the right to view domain sessions, of anybody. Raises NotFound."""
    with db.read() as tx:
        row = _refusal(tx, actor, refusal_id)
        if row is None:
            raise NotFound(
                "There is no such refusal in your account. Perhaps you are signed in as somebody else."
            )
        holders = _holders_at(tx, actor, row.refused_at)
        free_now = read_account(tx, actor.account_id).licenses - licenses_in_use(tx, actor.account_id, now)
    text = explain(row.reason, row.licenses, row.own_limit, row.owner_name, row.ppu)
    return RefusalView(
        id=refusal_id,
        reason=row.reason,
        title=text.title,
        detail=text.detail,
        at=row.refused_at,
        device_name=row.device_name,
        user_display_name=row.display_name,
        mine=row.user_id == actor.user_id,
        remote=row.remote,
        owner_name=row.owner_name,
        owner_email=row.owner_email,
        free_now=max(0, free_now),
        holders_then=holders,
    )


def _refusal(tx: Connection, actor: Actor, refusal_id: UUID) -> Row[*tuple[Any, ...]] | None:
    query = (
        select(
            Refusal,
            User.display_name,
            Device.name.label("device_name"),
            Owner.display_name.label("owner_name"),
            Owner.email.label("owner_email"),
        )
        .join(User, User.user_id == Refusal.user_id)
        .join(Device, Device.device_id == Refusal.device_id)
        .join(Owner, (Owner.account_id == Refusal.account_id) & Owner.is_owner)
        .where(Refusal.account_id == actor.account_id, Refusal.refusal_id == refusal_id)
    )
    if Right.VIEW_DOMAIN not in actor.rights:
        query = query.where(Refusal.user_id == actor.user_id)
    return tx.execute(query).one_or_none()


def _holders_at(tx: Connection, actor: Actor, moment: datetime) -> tuple[HolderRow, ...]:
    if Right.VIEW_DOMAIN not in actor.rights:
        return ()
    query = (
        select(LicenseHolding.number, User.display_name, Device.name)
        .join(User, User.user_id == LicenseHolding.user_id)
        .join(Device, Device.device_id == LicenseHolding.device_id)
        .where(
            LicenseHolding.account_id == actor.account_id,
            LicenseHolding.held_since <= moment,
            or_(LicenseHolding.released_at.is_(None), LicenseHolding.released_at > moment),
        )
        .order_by(LicenseHolding.number)
    )
    return tuple(HolderRow(*row) for row in tx.execute(query))
