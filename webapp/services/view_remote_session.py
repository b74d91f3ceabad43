"""What the remote side sees of the session that it joined: who helps, since when, and how it stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from webapp.db import Database
from webapp.domain.states import EndReason, SessionState
from webapp.models import Account, ClientSession, RemoteSide
from webapp.services.steps.sessions import session_rows, session_view
from webapp.services.steps.tokens import token_hash

SHOWN_WHEN_OVER = timedelta(hours=1)
"""How long the remote side still sees that its session is over, and why."""


@dataclass(frozen=True, slots=True)
class RemoteSession:
    """A session as its remote side sees it. `name` is what it gave as its own; `helper` opened the session.

    `seconds` are left until `ends_at`; `message` says who ends the session, and why, once somebody does.
    """

    id: UUID
    account_id: int
    name: str
    helper: str
    account: str
    state: SessionState
    joined_at: datetime
    ends_at: datetime | None
    seconds: float | None
    message: str | None
    ended_at: datetime | None
    end_reason: EndReason | None


def view_remote_session(db: Database, token: str, now: datetime) -> RemoteSession | None:
    """The session that the remote side with this token joined. None: there is no such token, or its session is long over."""
    query = (
        session_rows(RemoteSide.name.label("remote_name"), Account.name.label("account_name"))
        .join(RemoteSide, RemoteSide.session_id == ClientSession.session_id)
        .where(RemoteSide.token_hash == token_hash(token))
    )
    with db.read() as tx:
        row = tx.execute(query).one_or_none()
    found = None if row is None else _view(row, now)
    if found is None or (found.ended_at is not None and found.ended_at <= now - SHOWN_WHEN_OVER):
        return None
    return found


def _view(row: Row[Any], now: datetime) -> RemoteSession:
    session = session_view(row, now)
    assert session.joined_at is not None
    return RemoteSession(
        id=session.id,
        account_id=row.account_id,
        name=row.remote_name,
        helper=session.user_display_name,
        account=row.account_name,
        state=session.state,
        joined_at=session.joined_at,
        ends_at=session.ends_at,
        seconds=session.seconds,
        message=session.message,
        ended_at=session.ended_at,
        end_reason=session.end_reason,
    )
