"""Turns the second step on: with the first code of the app, which shows that it has the secret."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.errors import Conflict, Invalid
from webapp.domain.recovery_codes import shown
from webapp.domain.texts import phrase
from webapp.models import User
from webapp.services.set_up_two_step import SET_UP_ALREADY
from webapp.services.steps.accounts import touch_access
from webapp.services.steps.audit import record
from webapp.services.steps.second_step import Code, new_recovery_codes, use_code

WRONG = phrase(
    "This is not the code that the app shows now. Check that the time of your phone is right, and type the next one."
)


def confirm_two_step(
    db: Database, actor: Actor, code: str, secret_key: str, now: datetime
) -> tuple[str, ...]:
    """Confirm the pending secret. Returns the recovery codes, told this once. Raises Invalid, Conflict.

    Guessing gains nothing here, as the secret is on the page: so failures are not counted.
    """

    def confirm(tx: Connection) -> tuple[str, ...]:
        touch_access(tx, actor.account_id)
        this = User.user_id == actor.user_id
        user = tx.execute(select(User.totp_secret, User.totp_confirmed_at).where(this)).one()
        if user.totp_confirmed_at is not None:
            raise Conflict(SET_UP_ALREADY)
        if use_code(tx, actor.user_id, code, secret_key, now) is not Code.TOTP:
            raise Invalid("code", WRONG)
        tx.execute(update(User).where(this).values(totp_confirmed_at=now))
        record(tx, actor, "turn on two-step", f"user {actor.user_name}", None, None, now)
        return tuple(shown(code) for code in new_recovery_codes(tx, actor.account_id, actor.user_id))

    return db.write(confirm)
