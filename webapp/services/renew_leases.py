"""Renewing leases: one small request for all sessions of a device, or for one (product.md, "Leases").

No account is held meanwhile: each row is renewed by a condition on its own state and time, so a renewal that comes
after the lease ran out, or after the license went to somebody else, renews nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, or_, update

from webapp.db import Database
from webapp.db.prepared import Prepared
from webapp.domain.access import Actor
from webapp.domain.leases import lease_expiry, renew_every_seconds
from webapp.domain.states import HOLDING_STATES, EndReason, Funding, SessionState
from webapp.models import IS_HOLDING, ClientSession
from webapp.services.confirm_termination import told
from webapp.services.finalise_overdue_sessions import bring_up_to_date
from webapp.services.steps.accounts import read_account
from webapp.services.steps.sessions import SessionView, own_session, session_rows, session_view

A = TypeVar("A")
SPARE = timedelta(seconds=3)
"""By how much a stored lease has to outlast the next renewal for this one to be written a moment later: that moment, and
the time of a request that is slow."""
REMEMBERED = timedelta(hours=1)
"""How long a session that is over is still told about to the device that had it."""

_OF_DEVICE = (
    ClientSession.account_id == bindparam("account"),
    ClientSession.user_id == bindparam("user"),
    ClientSession.device_id == bindparam("device"),
)
_THIS = ClientSession.session_id == bindparam("session")
_REMEMBERED = Prepared(
    session_rows().where(
        *_OF_DEVICE, or_(ClientSession.ended_at.is_(None), ClientSession.ended_at > bindparam("since"))
    )
)
_ONE = Prepared(session_rows().where(*_OF_DEVICE, _THIS))
_ALIVE = (
    update(ClientSession)
    .where(*_OF_DEVICE, IS_HOLDING, ClientSession.over_at > bindparam("now"))
    .values(lease_expires_at=bindparam("until"))
)
_EXTEND_SOON = Prepared(_ALIVE.where(ClientSession.lease_expires_at < bindparam("until")))
_EXTEND, _EXTEND_ONE = Prepared(_ALIVE), Prepared(_ALIVE.where(_THIS))


@dataclass(frozen=True, slots=True)
class LeaseReport:
    """How the sessions of a device stand after a renewal, those that are over among them. Times in seconds."""

    sessions: tuple[SessionView, ...]
    lease_expires_at: datetime
    renew_every_seconds: int


def renew_device_leases(db: Database, actor: Actor, now: datetime) -> LeaseReport:
    """Renew the leases of all live sessions of the actor's device, and tell how each of its sessions stands.

    Where the stored leases outlast the client's next renewal, it is answered before the renewal is written, which follows
    within a second: should it be lost in a crash, the next one still comes in time.
    """
    return _renewed_soon(db, actor, now) or _paid_first(
        db, actor, now, lambda tx: _renew_device(tx, actor, now)
    )


def renew_session_lease(db: Database, actor: Actor, session_id: UUID, now: datetime) -> SessionView | None:
    """Renew one session's lease. None when it is over or its lease ran out. Raises NotFound.

    A paused session needs no lease: it is answered as it stands.
    """
    return _paid_first(db, actor, now, lambda tx: _renew_session(tx, actor, session_id, now))


def _paid_first(
    db: Database, actor: Actor, now: datetime, renew: Callable[[Connection], tuple[A, bool]]
) -> A:
    """Renew. A session whose paid minute is over is charged, or given notice, before its client is answered: what a session
    that goes on costs does not depend on a job."""
    answer, is_due = db.write_briefly(renew)
    if not is_due:
        return answer
    bring_up_to_date(db, actor.account_id, now)
    return db.write_briefly(renew)[0]


def _renew_device(tx: Connection, actor: Actor, now: datetime) -> tuple[LeaseReport, bool]:
    seconds = read_account(tx, actor.account_id).lease_seconds
    _EXTEND.run(tx, _extension(actor, now, seconds))
    rows = _in_order(_REMEMBERED.all(tx, {**_device(actor), "since": now - REMEMBERED}))
    untold = [row.session_id for row in rows if row.state is SessionState.ENDING and row.told_at is None]
    if untold:
        told(tx, actor.account_id, untold, now)
    views = tuple(session_view(row, now) for row in rows)
    report = LeaseReport(views, lease_expiry(now, seconds), renew_every_seconds(seconds))
    return report, any(_is_due(row, now) for row in rows)


def _renew_session(
    tx: Connection, actor: Actor, session_id: UUID, now: datetime
) -> tuple[SessionView | None, bool]:
    session = own_session(tx, actor, session_id)
    is_paused = session.state is SessionState.PAUSED and session.over_at > now
    seconds = read_account(tx, actor.account_id).lease_seconds
    this = {"session": session_id}
    if _EXTEND_ONE.run(tx, {**_extension(actor, now, seconds), **this}) == 0 and not is_paused:
        return None, False
    row = _ONE.one(tx, {**_device(actor), **this})
    return session_view(row, now), _is_due(row, now)


def _renewed_soon(db: Database, actor: Actor, now: datetime) -> LeaseReport | None:
    rows = _in_order(db.all(_REMEMBERED, {**_device(actor), "since": now - REMEMBERED}))
    if not rows or not all(_can_wait(row, now) for row in rows):
        return None
    seconds = rows[0].lease_seconds
    until = lease_expiry(now, seconds)
    db.soon(_EXTEND_SOON, (actor.account_id, actor.user_id, actor.device_id), _extension(actor, now, seconds))
    renewed = (row._replace(lease_expires_at=until) if row.state in HOLDING_STATES else row for row in rows)
    views = tuple(session_view(row, now) for row in renewed)
    return LeaseReport(views, until, renew_every_seconds(seconds))


def _can_wait(row: Any, now: datetime) -> bool:  # noqa: ANN401 - a row of session_rows
    """Whether nothing of a session has to be written before its client is answered. A stored lease that is later than the
    new one (the clock was set back, or the account has shortened its leases) must not stay: what is written later only
    lengthens."""
    if row.state not in HOLDING_STATES:
        return bool(row.state is SessionState.ENDED or row.over_at > now)
    is_told = row.state is not SessionState.ENDING or row.told_at is not None
    next_renewal = now + timedelta(seconds=renew_every_seconds(row.lease_seconds)) + SPARE
    has_time = next_renewal < row.lease_expires_at <= lease_expiry(now, row.lease_seconds)
    return bool(row.over_at > now and has_time and is_told and not _is_due(row, now))


def _in_order(rows: list[Any]) -> list[Any]:
    """By their ids, oldest first. Not in the statement: SQLite would go through the whole account for it."""
    return sorted(rows, key=lambda row: row.session_id)


def _is_due(row: Row[Any], now: datetime) -> bool:
    """Whether a session runs on pay per use and its next minute has begun."""
    return bool(
        row.funding is Funding.PPU
        and row.state in HOLDING_STATES
        and row.ends_for is not EndReason.PPU_USED_UP
        and row.ppu_paid_until < now
    )


def _extension(actor: Actor, now: datetime, seconds: int) -> dict[str, Any]:
    return {**_device(actor), "now": now, "until": lease_expiry(now, seconds)}


def _device(actor: Actor) -> dict[str, Any]:
    return {"account": actor.account_id, "user": actor.user_id, "device": actor.device_id}
