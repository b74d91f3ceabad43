"""Pause: a session lets go of its license at once and may be resumed later (product.md, "States of a session")."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, update

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.errors import Conflict
from webapp.domain.pausing import may_pause, paused_until, why_not_pause
from webapp.domain.states import SessionHappening, SessionState
from webapp.models import ClientSession
from webapp.services.steps.accounts import HeldAccount, hold_account
from webapp.services.steps.closing import close_overdue, pass_on
from webapp.services.steps.licenses import release_licenses
from webapp.services.steps.own_sessions import session_of_user
from webapp.services.steps.session_events import note_event
from webapp.services.steps.sessions import SessionView
from webapp.services.view_own_session import own_view


def pause_session(db: Database, actor: Actor, session_id: UUID, now: datetime) -> SessionView:
    """Pause a session of the actor's own, opened from whatever device. One that is paused already stays as it is.

    Its license is free at once unless another session of its user on its device is on it. Raises NotFound for what the
    actor did not open, and Conflict for a session that is over, is being ended, or that nobody has joined.
    """
    return db.write(lambda tx: _pause(tx, actor, session_id, now))


def _pause(tx: Connection, actor: Actor, session_id: UUID, now: datetime) -> SessionView:
    account = hold_account(tx, actor.account_id, now)
    now = account.now
    close_overdue(tx, account, now)
    session = session_of_user(tx, actor, session_id)
    if session.state is not SessionState.PAUSED:
        if not may_pause(session.state):
            raise Conflict(why_not_pause(session.state))
        _store(tx, account, session)
        note_event(tx, account.account_id, session_id, SessionHappening.PAUSED, now, actor.user_id)
    return own_view(tx, actor, session_id, now)


def _store(tx: Connection, account: HeldAccount, session: Row[Any]) -> None:
    """The paid minute of one on pay per use stays known: resumed within it, it is not paid again."""
    tx.execute(
        update(ClientSession)
        .where(ClientSession.account_id == account.account_id, ClientSession.session_id == session.session_id)
        .values(
            state=SessionState.PAUSED,
            funding=None,
            ppu_since=None,
            paused_at=account.now,
            expires_at=paused_until(account.now, account.paused_hours),
            revision=account.revision,
        )
    )
    if session.holds_license is not None:
        left = [(session.holds_license, (session.user_id, session.device_id), account.now)]
        pass_on(tx, account, release_licenses(tx, account, left), account.now)
