"""Turns one's own second step off, with the password."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, update

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.sign_in import NotSignedIn, must_use_two_step
from webapp.models import BrowserSignIn
from webapp.services.steps.accounts import touch_access
from webapp.services.steps.attempts import with_password
from webapp.services.steps.audit import record
from webapp.services.steps.second_step import forget_second_step


def turn_off_two_step(db: Database, actor: Actor, password: str, now: datetime) -> NotSignedIn | None:
    """Turn it off. Where it is required, it has to be set up anew before anything else: that is how one changes phones.

    None when it is off; otherwise what is wrong with the password.
    """

    def turn_off(tx: Connection, user: Row[Any]) -> None:
        touch_access(tx, actor.account_id)
        forget_second_step(tx, user.user_id)
        if must_use_two_step(user.two_step, is_domain_admin=user.is_domain_admin):
            mine = (BrowserSignIn.user_id == user.user_id, BrowserSignIn.signed_out_at.is_(None))
            tx.execute(update(BrowserSignIn).where(*mine).values(two_step_due=True))
        if user.totp_confirmed_at is not None:
            record(tx, actor, "turn off two-step", f"user {actor.user_name}", None, None, now)

    return with_password(db, actor, password, now, turn_off)
