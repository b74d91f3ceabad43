"""The timeline of sessions: what their rows no longer tell once it is over."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, insert

from webapp.db.prepared import Prepared
from webapp.domain.states import SessionHappening
from webapp.models import SessionEvent
from webapp.services.steps.tokens import new_id

_NOTE = Prepared(
    insert(SessionEvent),
    inserts=("event_id", "account_id", "session_id", "at", "what", "user_id", "detail"),
)


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
    _NOTE.run(
        tx,
        {
            "event_id": new_id(),
            "account_id": account_id,
            "session_id": session_id,
            "at": at,
            "what": what,
            "user_id": user_id,
            "detail": detail,
        },
    )
