"""Keep it open: takes a running termination back, by anybody who may end the session."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.errors import Conflict
from webapp.domain.states import EndReason, SessionState
from webapp.domain.texts import phrase
from webapp.services.steps.accounts import hold_account
from webapp.services.steps.audit_sessions import record_sessions
from webapp.services.steps.closing import close_overdue
from webapp.services.steps.terminations import keep_open
from webapp.services.terminate_sessions import controllable_session


def take_back_termination(db: Database, actor: Actor, session_id: UUID, now: datetime) -> None:
    """Let a session that is being ended go on. Raises NotFound, Forbidden, and Conflict when it is too late.

    A session that nobody is ending goes on anyway: that is no error, so a repeated request changes nothing.
    """
    late = db.write(lambda tx: _take_back(tx, actor, session_id, now))
    if late:
        raise Conflict(phrase("It is too late to keep this session open: it has ended."))


def _take_back(tx: Connection, actor: Actor, session_id: UUID, now: datetime) -> bool:
    account = hold_account(tx, actor.account_id, now)
    now = account.now
    close_overdue(tx, account, now)
    session = controllable_session(tx, actor, session_id)
    if session.ends_for is EndReason.PPU_USED_UP:
        raise Conflict(
            phrase(
                "This session ends because its next minute cannot be paid. Add minutes, or free a license."
            )
        )
    if session.state is SessionState.ENDING:
        keep_open(tx, account, session_id, actor.user_id, now)
        record_sessions(tx, actor, "take back ending", [session_id], {}, now)
    return bool(session.state is SessionState.ENDED)
