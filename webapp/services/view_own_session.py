"""A session as whoever opened it sees it, on whatever device of theirs. To everybody else it does not exist."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.errors import NotFound
from webapp.domain.texts import phrase
from webapp.models import ClientSession
from webapp.services.steps.sessions import SessionView, session_rows, session_view


def view_own_session(db: Database, actor: Actor, session_id: UUID, now: datetime) -> SessionView:
    """The actor's own session as it stands now, with its code while somebody may join by it. Raises NotFound."""
    with db.read() as tx:
        return own_view(tx, actor, session_id, now)


def own_view(tx: Connection, actor: Actor, session_id: UUID, now: datetime) -> SessionView:
    """The same, as a step of another use case."""
    query = session_rows().where(
        ClientSession.account_id == actor.account_id,
        ClientSession.session_id == session_id,
        ClientSession.user_id == actor.user_id,
    )
    row = tx.execute(query).one_or_none()
    if row is None:
        raise NotFound(phrase("There is no such session of yours."))
    return session_view(row, now)
