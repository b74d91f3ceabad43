"""Take back, Keep it open: running terminations are taken back, by anybody who may end the sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
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
from webapp.services.terminate_sessions import controllable_sessions

TOO_LATE = phrase("It is too late to keep this session open: it has ended.")
UNPAID = phrase("This session ends because its next minute cannot be paid. Add minutes, or free a license.")


@dataclass(frozen=True, slots=True)
class TakenBack:
    """How many sessions go on, for how many it was too late, and how many end because minutes are used up: nobody can help
    that. A session that nobody is ending goes on anyway.
    """

    kept: int
    too_late: int
    unpaid: int


def take_back_termination(db: Database, actor: Actor, session_id: UUID, now: datetime) -> None:
    """Let a session that is being ended go on. Raises NotFound, Forbidden, and Conflict when it is too late.

    A session that nobody is ending goes on anyway: that is no error, so a repeated request changes nothing.
    """
    take_back_terminations(db, actor, (session_id,), now)


def take_back_terminations(
    db: Database, actor: Actor, session_ids: Sequence[UUID], now: datetime
) -> TakenBack:
    """The same for several at once: those that still can be kept open are. Raises Conflict when none of them can."""
    found = db.write(lambda tx: _take_back(tx, actor, tuple(dict.fromkeys(session_ids)), now))
    if found.kept == 0:
        raise Conflict(UNPAID if found.unpaid else TOO_LATE)
    return found


def _take_back(tx: Connection, actor: Actor, session_ids: tuple[UUID, ...], now: datetime) -> TakenBack:
    account = hold_account(tx, actor.account_id, now)
    now = account.now
    close_overdue(tx, account, now)
    rows = controllable_sessions(tx, actor, session_ids)
    unpaid = [row for row in rows if row.ends_for is EndReason.PPU_USED_UP]
    ending = [row for row in rows if row.state is SessionState.ENDING and row not in unpaid]
    for row in ending:
        keep_open(tx, account, row.session_id, actor.user_id, now)
    if ending:
        record_sessions(tx, actor, "take back ending", [row.session_id for row in ending], {}, now)
    too_late = sum(row.state is SessionState.ENDED for row in rows if row not in unpaid)
    return TakenBack(len(rows) - len(unpaid) - too_late, too_late, len(unpaid))
