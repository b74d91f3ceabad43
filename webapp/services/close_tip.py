"""Somebody closes a tip: it stays away for a while, for them alone, and comes again if it still applies."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.errors import NotFound
from webapp.domain.texts import phrase
from webapp.domain.tips import CLOSED_FOR, TipKind
from webapp.models import ClosedTip


def close_tip(db: Database, actor: Actor, kind: str, now: datetime) -> None:
    """Close it. Raises NotFound for a kind that there is none of."""
    if kind not in set(TipKind):
        raise NotFound(phrase("There is no such tip."))
    db.write(lambda tx: _close(tx, actor, TipKind(kind), now))


def _close(tx: Connection, actor: Actor, kind: TipKind, now: datetime) -> None:
    which = {"account_id": actor.account_id, "user_id": actor.user_id, "tip": kind}
    tx.execute(
        delete(ClosedTip).where(
            ClosedTip.account_id == actor.account_id,
            ClosedTip.user_id == actor.user_id,
            ClosedTip.tip == kind,
        )
    )
    tx.execute(insert(ClosedTip).values(**which, until=now + CLOSED_FOR))
