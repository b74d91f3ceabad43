"""Lets a user try to sign in at once, after too many attempts failed."""

from datetime import datetime

from sqlalchemy import Connection

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.services.steps.administration import must_change
from webapp.services.steps.audit import record
from webapp.services.steps.sign_in_failures import forget_failures
from webapp.services.steps.users import user_named
from webapp.services.view_sign_in_security import sign_in_keys


def lift_sign_in_delay(db: Database, actor: Actor, user_name: str, now: datetime) -> None:
    """Begin the user's counts of failures anew. Raises NotFound, and Forbidden for who may not change anything."""
    must_change(actor)

    def lift(tx: Connection) -> None:
        user = user_named(tx, actor.account_id, user_name)
        if forget_failures(tx, sign_in_keys(actor.domain, user)):
            record(tx, actor, "lift sign-in delay", user.subject, None, None, now)

    db.write(lift)
