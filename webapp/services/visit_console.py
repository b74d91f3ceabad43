"""Who a browser's token speaks for: looked up with each request, so that signing out and disabling count at once."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, update

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.errors import Unavailable
from webapp.domain.sign_in import Duty, must_set_up_two_step, signed_in_until
from webapp.models import BrowserSignIn, User
from webapp.services.steps.actors import active_users, actor_of
from webapp.services.steps.attempts import COLUMNS
from webapp.services.steps.seen import user_seen
from webapp.services.steps.tokens import token_hash

SEEN_EVERY = timedelta(minutes=5)
"""How coarsely it is kept when somebody was last seen: a row is written at most this often."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A signed-in browser: who it speaks for, until when, and what they have to do before anything else."""

    actor: Actor
    until: datetime
    duty: Duty | None


def visit_console(db: Database, token: str, now: datetime, address: str = "") -> Visit | None:
    """The visit that a token stands for; None when it is unknown, signed out or over, or the user is disabled.

    `address` is where the request comes from, for the audit trail.
    """
    this = BrowserSignIn.token_hash == token_hash(token)
    query = (
        active_users(
            *COLUMNS, BrowserSignIn.signed_in_at, BrowserSignIn.two_step_due, BrowserSignIn.last_seen_at
        )
        .join(BrowserSignIn, BrowserSignIn.user_id == User.user_id)
        .where(this, BrowserSignIn.signed_out_at.is_(None))
    )
    with db.read() as tx:
        row = tx.execute(query).one_or_none()
        until = None if row is None else signed_in_until(row.signed_in_at, row.browser_hours)
        if row is None or until is None or until <= now:
            return None
        visit = Visit(actor_of(row, address=address), until, _duty(row))
    if row.last_seen_at is None or row.last_seen_at <= now - SEEN_EVERY:
        with suppress(Unavailable):  # whoever only looks can look as well where nothing can be written
            db.write(lambda tx: _seen(tx, token_hash(token), row.user_id, now))
    return visit


def _duty(row: Row[Any]) -> Duty | None:
    if row.must_change_password:
        return Duty.CHANGE_PASSWORD
    must = must_set_up_two_step(
        row.two_step, is_domain_admin=row.is_domain_admin, has_set_up=row.totp_confirmed_at is not None
    )
    return Duty.SET_UP_TWO_STEP if row.two_step_due and must else None


def _seen(tx: Connection, this: bytes, user_id: int, now: datetime) -> None:
    tx.execute(update(BrowserSignIn).where(BrowserSignIn.token_hash == this).values(last_seen_at=now))
    user_seen(tx, user_id, now)
