"""Keep it open: takes a running termination back, by anybody who may end the session."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, update

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.errors import Conflict
from webapp.domain.states import SessionState
from webapp.models import ClientSession, Termination
from webapp.services.steps.accounts import hold_account
from webapp.services.steps.audit_sessions import record_sessions
from webapp.services.steps.closing import close_overdue
from webapp.services.terminate_sessions import controllable_session


def take_back_termination(db: Database, actor: Actor, session_id: UUID, now: datetime) -> None:
    """Let a session that is being ended go on. Raises NotFound, Forbidden, and Conflict when it is too late.

    A session that nobody is ending goes on anyway: that is no error, so a repeated request changes nothing.
    """
    late = db.write(lambda tx: _take_back(tx, actor, session_id, now))
    if late:
        raise Conflict("It is too late to keep this session open: it has ended.")


def _take_back(tx: Connection, actor: Actor, session_id: UUID, now: datetime) -> bool:
    account = hold_account(tx, actor.account_id, now)
    now = account.now
    close_overdue(tx, account, now)
    state = controllable_session(tx, actor, session_id).state
    if state is SessionState.ENDING:
        this = (ClientSession.account_id == account.account_id, ClientSession.session_id == session_id)
        tx.execute(
            update(ClientSession)
            .where(*this)
            .values(state=SessionState.ACTIVE, ends_at=None, revision=account.revision)
        )
        _record(tx, actor, session_id, now)
        record_sessions(tx, actor, "take back ending", [session_id], {}, now)
    return bool(state is SessionState.ENDED)


def _record(tx: Connection, actor: Actor, session_id: UUID, now: datetime) -> None:
    tx.execute(
        update(Termination)
        .where(
            Termination.account_id == actor.account_id,
            Termination.session_id == session_id,
            Termination.closed_at.is_(None),
            Termination.taken_back_at.is_(None),
        )
        .values(taken_back_at=now, taken_back_by=actor.user_id)
    )
