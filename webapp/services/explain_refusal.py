"""The limit-reached link: what was refused and why, who held the licenses then, and whether one is free now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select
from sqlalchemy.orm import aliased

from webapp.db import Database
from webapp.domain.access import Actor, Right
from webapp.domain.errors import NotFound
from webapp.domain.refusals import explain
from webapp.domain.states import RefusalReason
from webapp.domain.texts import phrase
from webapp.models import Device, Refusal, User
from webapp.services.list_licenses import licenses_in_use
from webapp.services.steps.accounts import read_account
from webapp.services.steps.holders import HolderRow, holders_at

Owner = aliased(User)


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
                phrase(
                    "There is no such refusal in your account. Perhaps you are signed in as somebody else."
                )
            )
        may_see = Right.VIEW_DOMAIN in actor.rights
        holders = holders_at(tx, actor.account_id, row.refused_at) if may_see else ()
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
