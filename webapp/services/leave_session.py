"""The remote side leaves the session that it joined. The session ends at once: a license that nobody uses should be free."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from webapp.db import Database
from webapp.domain.states import ClosedBy, EndReason, SessionHappening
from webapp.models import RemoteSide
from webapp.services.steps.accounts import hold_account
from webapp.services.steps.closing import close_overdue, close_session
from webapp.services.steps.session_events import note_event
from webapp.services.steps.tokens import token_hash


def leave_session(db: Database, token: str, now: datetime) -> None:
    """Leave, by the remote side's token. A session that is over stays as it is, and so does one that nobody joined by it."""
    db.write(lambda tx: _leave(tx, token_hash(token), now))


def _leave(tx: Connection, token: bytes, now: datetime) -> None:
    this = RemoteSide.token_hash == token
    side = tx.execute(select(RemoteSide.account_id, RemoteSide.session_id).where(this)).one_or_none()
    if side is None:
        return
    account = hold_account(tx, side.account_id, now)
    now = account.now
    close_overdue(tx, account, now)
    closed = close_session(tx, account, side.session_id, EndReason.REMOTE_LEFT, ClosedBy.REMOTE, now)
    if closed.sessions:
        tx.execute(update(RemoteSide).where(this).values(left_at=now))
        note_event(tx, side.account_id, side.session_id, SessionHappening.REMOTE_LEFT, now)
