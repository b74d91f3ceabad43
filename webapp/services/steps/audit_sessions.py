"""What is done to sessions, in the audit trail: whose they are, and where they led."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from webapp.domain.access import Actor
from webapp.models import ClientSession, Device, User
from webapp.services.steps.audit import record


def record_sessions(
    tx: Connection, actor: Actor, action: str, ids: Sequence[UUID], what: dict[str, Any], now: datetime
) -> None:
    """Add an entry for what `actor` does to these sessions; `what` is told beside them."""
    query = select(ClientSession.session_id, User.name, Device.name.label("device"), ClientSession.remote)
    query = query.join(User, User.user_id == ClientSession.user_id)
    query = query.join(Device, Device.device_id == ClientSession.device_id)
    found = tx.execute(
        query.where(ClientSession.account_id == actor.account_id, ClientSession.session_id.in_(ids))
    )
    sessions = [f"{row.name} on {row.device} to {row.remote} ({row.session_id})" for row in found]
    subject = "1 session" if len(sessions) == 1 else f"{len(sessions)} sessions"
    record(tx, actor, action, subject, None, {**what, "sessions": sessions}, now)
