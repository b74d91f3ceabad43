"""The timeline of sessions: what their rows no longer tell once it is over."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, insert

from webapp.domain.states import SessionHappening
from webapp.models import SessionEvent
from webapp.services.steps.tokens import new_id


def note_event(
    tx: Connection,
    account_id: int,
    session_id: UUID,
    what: SessionHappening,
    at: datetime,
    user_id: int | None = None,
    detail: str | None = None,
) -> None:
    """Write down that something happened to a session, by whom, and what belongs to it."""
    tx.execute(
        insert(SessionEvent).values(
            event_id=new_id(),
            account_id=account_id,
            session_id=session_id,
            at=at,
            what=what,
            user_id=user_id,
            detail=detail,
        )
    )
