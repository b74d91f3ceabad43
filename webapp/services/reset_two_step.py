"""Takes a user's second step away, as a domain admin: for one who has lost phone and recovery codes."""

from datetime import datetime

from sqlalchemy import Connection, select

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.errors import Forbidden
from webapp.domain.texts import phrase
from webapp.models import User
from webapp.services.steps.accounts import touch_access
from webapp.services.steps.administration import must_change
from webapp.services.steps.audit import record
from webapp.services.steps.second_step import forget_second_step
from webapp.services.steps.users import user_named

OWNERS = phrase(
    "Only the account owner takes the owner's second step away. Without phone and codes, ask the operator."
)


def reset_two_step(db: Database, actor: Actor, user_name: str, now: datetime) -> None:
    """Take a user's second step away, and the recovery codes with it. Does nothing where there is none.

    Raises NotFound, and Forbidden for who may not change anything and for the owner's.
    """
    must_change(actor)

    def reset(tx: Connection) -> None:
        touch_access(tx, actor.account_id)
        user = user_named(tx, actor.account_id, user_name)
        if user.is_owner and not actor.is_owner:
            raise Forbidden(OWNERS)
        confirmed = select(User.totp_confirmed_at).where(User.user_id == user.user_id)
        if tx.execute(confirmed).scalar_one() is None:
            return
        forget_second_step(tx, user.user_id)
        record(tx, actor, "reset two-step", user.subject, None, None, now)

    db.write(reset)
