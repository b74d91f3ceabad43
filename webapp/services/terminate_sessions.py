"""End Selected Sessions: asks running sessions to close within the notice (product.md, "Ending sessions")."""

from collections import defaultdict
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
from webapp.domain.texts import phrase
from webapp.models import Account, ClientSession
from webapp.services.steps.accounts import AccountState, hold_account
from webapp.services.steps.audit_sessions import record_sessions
from webapp.services.steps.closing import close_overdue, close_session
from webapp.services.steps.terminations import begin_ending, record_terminations


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
    told = reason or _default_reason(tx, actor.account_id)
    results: dict[UUID, TerminationResult] = {}
    asked: list[UUID] = []
    rows = controllable_sessions(tx, actor, session_ids)
    while at_once := [row for row in rows if _may_begin(row) and _effect(row, account, now) == now]:
        results |= _begin(tx, account, actor, at_once, told, now)
        asked += [row.session_id for row in at_once]
        rest = [one for one in session_ids if one not in results]
        rows = controllable_sessions(
            tx, actor, rest
        )  # anew: what ended at once may have passed its license on
    with_notice = [row for row in rows if _may_begin(row)]
    results |= _begin(tx, account, actor, with_notice, told, now)
    asked += [row.session_id for row in with_notice]
    results |= {
        row.session_id: _result(row, account, now) for row in rows if row.state is SessionState.ENDING
    }
    if asked:
        chosen = set(asked)
        in_order = [one for one in session_ids if one in chosen]
        record_sessions(tx, actor, "end sessions", in_order, {"reason": told}, now)
    return tuple(results[one] for one in session_ids if one in results)


def _may_begin(row: Row[Any]) -> bool:
    return row.state not in (SessionState.ENDED, SessionState.ENDING)


def _effect(row: Row[Any], account: AccountState, now: datetime) -> datetime:
    return takes_effect_at(row.state, now, account.notice_seconds)


def _default_reason(tx: Connection, account_id: int) -> str | None:
    return tx.execute(select(Account.default_reason).where(Account.account_id == account_id)).scalar_one()


def controllable_session(tx: Connection, actor: Actor, session_id: UUID) -> Row[Any]:
    """A session that the actor may end, as stored. Raises NotFound and Forbidden."""
    return controllable_sessions(tx, actor, (session_id,))[0]


def controllable_sessions(tx: Connection, actor: Actor, session_ids: Sequence[UUID]) -> list[Row[Any]]:
    """The same for several, in this order."""
    query = select(ClientSession).where(
        ClientSession.account_id == actor.account_id, ClientSession.session_id.in_(session_ids)
    )
    found = {row.session_id: row for row in tx.execute(query)}
    return [_checked(actor, found.get(session_id)) for session_id in session_ids]


def _checked(actor: Actor, row: Row[Any] | None) -> Row[Any]:
    if row is None or not may_view(actor, row.user_id, row.state):
        raise NotFound(phrase("There is no such session."))
    if not may_control(actor, row.user_id, row.state):
        raise Forbidden(
            phrase("You may see this session, but not end it. Ask the account owner for the right to.")
        )
    return row


def _begin(
    tx: Connection,
    account: AccountState,
    actor: Actor,
    rows: list[Row[Any]],
    reason: str | None,
    now: datetime,
) -> dict[UUID, TerminationResult]:
    """All of them at once: there may be thousands."""
    by_end: dict[datetime, list[UUID]] = defaultdict(list)
    for row in rows:
        by_end[_effect(row, account, now)].append(row.session_id)
    for ends_at, sessions in by_end.items():
        record_terminations(tx, account, sessions, actor.user_id, reason, ends_at, now)
        if ends_at > now:
            begin_ending(tx, account, sessions, ends_at, EndReason.TERMINATED)
    for session_id in by_end.get(now, ()):
        close_session(tx, account, session_id, EndReason.TERMINATED, ClosedBy.AT_ONCE, now)
    return {row.session_id: _result(row, account, now) for row in rows}


def _result(row: Row[Any], account: AccountState, now: datetime) -> TerminationResult:
    if row.state is SessionState.ENDING:
        return TerminationResult(row.session_id, row.ends_at, at_once=False)
    ends_at = _effect(row, account, now)
    return TerminationResult(row.session_id, ends_at, at_once=ends_at == now)


def _checked_reason(reason: str | None) -> str | None:
    told = " ".join((reason or "").split())
    if len(told) > REASON_MAX_LENGTH:
        raise Invalid(
            "reason",
            phrase(
                "Shorten the reason to at most %(max_length)s characters.",
                max_length=REASON_MAX_LENGTH,
            ),
        )
    if not is_plain(told):
        raise Invalid("reason", phrase("Use plain characters for the reason."))
    return told or None
