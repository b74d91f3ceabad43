"""A new code for one's own session that nobody has joined yet. The old code lets nobody in any more."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, update

from webapp.db import Database
from webapp.domain import codes
from webapp.domain.access import Actor
from webapp.domain.errors import Conflict
from webapp.domain.states import SessionHappening, SessionState
from webapp.domain.texts import phrase
from webapp.models import ClientSession
from webapp.services.steps.accounts import hold_account
from webapp.services.steps.closing import close_overdue
from webapp.services.steps.codes import issue_code
from webapp.services.steps.session_events import note_event
from webapp.services.steps.sessions import SessionView
from webapp.services.view_own_session import own_view

NOT_WAITING = {
    SessionState.ENDED: phrase("This session is over. Start another one for another code."),
}
JOINED = phrase("Somebody has joined this session, so it needs no code any more.")


def issue_new_code(db: Database, actor: Actor, session_id: UUID, now: datetime) -> SessionView:
    """Replace the code; its expiry begins anew. Whoever opened the session may, from any device of theirs.

    Raises NotFound, and Conflict when nobody can join it any more.
    """
    outcome = db.write(lambda tx: _issue(tx, actor, session_id, now))
    if outcome.state is not SessionState.STANDBY:
        raise Conflict(NOT_WAITING.get(outcome.state, JOINED))
    return outcome


def _issue(tx: Connection, actor: Actor, session_id: UUID, now: datetime) -> SessionView:
    account = hold_account(tx, actor.account_id, now)
    now = account.now
    close_overdue(tx, account, now)
    session = own_view(tx, actor, session_id, now)
    if session.state is not SessionState.STANDBY:
        return session
    expires_at = codes.expiry(now, account.code_minutes)
    issue_code(tx, account.account_id, session_id, expires_at, now)
    tx.execute(
        update(ClientSession)
        .where(ClientSession.account_id == account.account_id, ClientSession.session_id == session_id)
        .values(expires_at=expires_at, revision=account.revision)
    )
    note_event(tx, account.account_id, session_id, SessionHappening.CODE_ISSUED, now, actor.user_id)
    return own_view(tx, actor, session_id, now)
