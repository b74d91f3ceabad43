"""The client that runs a session says that its user has been told of the ending."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, func, update

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.errors import Conflict
from webapp.domain.texts import phrase
from webapp.models import Termination
from webapp.services.steps.sessions import own_session


def confirm_termination(db: Database, actor: Actor, session_id: UUID, now: datetime) -> None:
    """Record the confirmation, once. Raises NotFound, and Conflict when no termination runs."""
    db.write_briefly(lambda tx: _confirm(tx, actor, session_id, now))


def record_told(db: Database, account_id: int, session_ids: Sequence[UUID], now: datetime) -> None:
    """Record that the clients of these sessions have been sent the message, where it is not recorded yet."""
    db.write(lambda tx: told(tx, account_id, session_ids, now))


def told(tx: Connection, account_id: int, session_ids: Sequence[UUID], now: datetime) -> None:
    """The same, as a step of another use case."""
    tx.execute(
        update(Termination)
        .where(
            Termination.account_id == account_id,
            Termination.session_id.in_(session_ids),
            Termination.told_at.is_(None),
            Termination.taken_back_at.is_(None),
        )
        .values(told_at=now)
    )


def _confirm(tx: Connection, actor: Actor, session_id: UUID, now: datetime) -> None:
    own_session(tx, actor, session_id)
    confirmed = tx.execute(
        update(Termination)
        .where(
            Termination.account_id == actor.account_id,
            Termination.session_id == session_id,
            Termination.taken_back_at.is_(None),
        )
        .values(
            told_at=func.coalesce(Termination.told_at, now),
            confirmed_at=func.coalesce(Termination.confirmed_at, now),
        )
    )
    if confirmed.rowcount == 0:
        raise Conflict(phrase("Nobody is ending this session."))
