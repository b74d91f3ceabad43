"""A client closes a session of its own."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.states import ClosedBy, EndReason
from webapp.services.steps.accounts import hold_account
from webapp.services.steps.closing import close_overdue, close_session
from webapp.services.steps.sessions import own_session


def end_session(db: Database, actor: Actor, session_id: UUID, now: datetime) -> tuple[int, ...]:
    """Close the actor's own session at once; returns the license numbers that this freed. One that is over stays over.

    A session that is being ended counts as terminated all the same, closed by its client. Raises NotFound.
    """
    return db.write_briefly(lambda tx: _end(tx, actor, session_id, now))


def _end(tx: Connection, actor: Actor, session_id: UUID, now: datetime) -> tuple[int, ...]:
    account = hold_account(tx, actor.account_id, now)
    now = account.now
    close_overdue(tx, account, now)
    session = own_session(tx, actor, session_id)
    why = session.ends_for or EndReason.CLOSED_BY_CLIENT
    freed = close_session(tx, account, session_id, why, ClosedBy.CLIENT, now).freed
    return tuple(license_.number for license_ in freed)
