"""Sessions as their own user changes them: from whatever device, and from the console."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from webapp.domain.access import Actor
from webapp.domain.errors import NotFound
from webapp.domain.texts import phrase
from webapp.models import ClientSession


def session_of_user(tx: Connection, actor: Actor, session_id: UUID) -> Row[Any]:
    """The session that this user opened, as stored. Raises NotFound, also for one that others may see."""
    query = select(ClientSession).where(
        ClientSession.account_id == actor.account_id,
        ClientSession.session_id == session_id,
        ClientSession.user_id == actor.user_id,
    )
    row = tx.execute(query).one_or_none()
    if row is None:
        raise NotFound(phrase("There is no such session of yours."))
    return row
