"""Gives out a one-time link with which a user chooses a new password."""

from datetime import datetime

from sqlalchemy import Connection

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.errors import Conflict, Forbidden
from webapp.domain.texts import phrase
from webapp.services.steps.accounts import hold_account
from webapp.services.steps.administration import must_change
from webapp.services.steps.audit import record
from webapp.services.steps.password_links import new_password_link
from webapp.services.steps.users import user_named

OWNERS = phrase(
    "Only the account owner makes a password link for the owner. Without the password, ask the operator for one."
)


def issue_password_link(db: Database, actor: Actor, user_name: str, now: datetime) -> str:
    """A new link's token, told this once; the user's earlier links and nothing else stop working.

    Raises NotFound, Forbidden for who may not change anything and for the owner's link, which would let an admin take the
    account over, and Conflict for a user who is disabled.
    """
    must_change(actor)

    def issue(tx: Connection) -> str:
        hold_account(tx, actor.account_id, now)
        user = user_named(tx, actor.account_id, user_name)
        if user.is_owner and not actor.is_owner:
            raise Forbidden(OWNERS)
        if user.disabled_at is not None:
            raise Conflict(
                phrase("%(name)s is disabled and cannot sign in. Enable this user first.", name=user.name)
            )
        record(tx, actor, "issue password link", user.subject, None, None, now)
        return new_password_link(tx, actor.account_id, user.user_id, now)

    return db.write(issue)
