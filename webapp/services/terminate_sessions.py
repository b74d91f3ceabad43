"""End Selected Sessions: asks running sessions to close within the notice (product.md, "Ending sessions")."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from webapp.db import Database
from webapp.domain.access import Actor, may_control, may_view
from webapp.domain.errors import Forbidden, Invalid, NotFound
from webapp.domain.limits import is_plain
from webapp.domain.states import ClosedBy, EndReason, SessionState
from webapp.domain.termination import REASON_MAX_LENGTH, takes_effect_at
from webapp.models import Account, ClientSession
from webapp.services.steps.accounts import AccountState, hold_account
from webapp.services.steps.audit_sessions import record_sessions
from webapp.services.steps.closing import close_overdue, close_session
from webapp.services.steps.terminations import begin_ending, record_termination


@dataclass(frozen=True, slots=True)
class TerminationResult:
    """When a session's termination takes effect. `at_once`: there was nobody to warn, so it has."""

    session_id: UUID
    ends_at: datetime
    at_once: bool


def terminate_sessions(
    db: Database, actor: Actor, session_ids: Sequence[UUID], reason: str | None, now: datetime
) -> tuple[TerminationResult, ...]:
    """End these sessions, all or none of them. Those that are over already are left out of the result.

    One that is being ended keeps its deadline. Without a reason the account's default reason is told. Raises NotFound
    for a session the actor may not see, Forbidden for one they may not end, and Invalid for a reason that is too long.
    """
    told = _checked_reason(reason)
    return db.write(lambda tx: terminate(tx, actor, tuple(dict.fromkeys(session_ids)), told, now))


def terminate(
    tx: Connection, actor: Actor, session_ids: tuple[UUID, ...], reason: str | None, now: datetime
) -> tuple[TerminationResult, ...]:
    """The same, as a step of another use case; the reason is checked already."""
    account = hold_account(tx, actor.account_id, now)
    now = account.now
    close_overdue(tx, account, now)
    rows = [controllable_session(tx, actor, session_id) for session_id in session_ids]
    told = reason or _default_reason(tx, actor.account_id)
    results = tuple(
        _terminate_one(tx, account, actor, row, told, now)
        for row in rows
        if row.state is not SessionState.ENDED
    )
    asked = [row for row in rows if row.state not in (SessionState.ENDED, SessionState.ENDING)]
    if asked:
        record_sessions(tx, actor, "end sessions", [row.session_id for row in asked], {"reason": told}, now)
    return results


def _default_reason(tx: Connection, account_id: int) -> str | None:
    return tx.execute(select(Account.default_reason).where(Account.account_id == account_id)).scalar_one()


def controllable_session(tx: Connection, actor: Actor, session_id: UUID) -> Row[Any]:
    """A session that the actor may end, as stored. Raises NotFound and Forbidden."""
    row = tx.execute(
        select(ClientSession).where(
            ClientSession.account_id == actor.account_id, ClientSession.session_id == session_id
        )
    ).one_or_none()
    if row is None or not may_view(actor, row.user_id, row.state):
        raise NotFound("There is no such session.")
    if not may_control(actor, row.user_id, row.state):
        raise Forbidden("You may see this session, but not end it. Ask the account owner for the right to.")
    return row


def _terminate_one(
    tx: Connection, account: AccountState, actor: Actor, row: Row[Any], reason: str | None, now: datetime
) -> TerminationResult:
    if row.state is SessionState.ENDING:
        return TerminationResult(row.session_id, row.ends_at, at_once=False)
    ends_at = takes_effect_at(row.state, now, account.notice_seconds)
    record_termination(tx, account, row.session_id, actor.user_id, reason, ends_at, now)
    if ends_at == now:
        close_session(tx, account, row.session_id, EndReason.TERMINATED, ClosedBy.AT_ONCE, now)
        return TerminationResult(row.session_id, now, at_once=True)
    begin_ending(tx, account, row.session_id, ends_at, EndReason.TERMINATED)
    return TerminationResult(row.session_id, ends_at, at_once=False)


def _checked_reason(reason: str | None) -> str | None:
    told = " ".join((reason or "").split())
    if len(told) > REASON_MAX_LENGTH:
        raise Invalid("reason", f"Shorten the reason to at most {REASON_MAX_LENGTH} characters.")
    if not is_plain(told):
        raise Invalid("reason", "Use plain characters for the reason.")
    return told or None
