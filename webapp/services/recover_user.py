"""Lets somebody in again who cannot sign in, as the operator: above all the account owner, whom no admin may reset."""

from datetime import datetime

from sqlalchemy import Connection, select

from webapp.db import Database
from webapp.domain.errors import Conflict, NotFound
from webapp.models import Account
from webapp.services.steps.audit import append, operator
from webapp.services.steps.password_links import new_password_link
from webapp.services.steps.second_step import forget_second_step
from webapp.services.steps.sign_in_failures import forget_failures
from webapp.services.steps.users import user_named
from webapp.services.view_sign_in_security import sign_in_keys


def recover_user(db: Database, domain: str, name: str, now: datetime, *, reset_two_step: bool = False) -> str:
    """A new password link's token; delays of failed attempts are lifted. `reset_two_step`: the second step goes, too.

    Raises NotFound, and Conflict for a user who is disabled.
    """

    def recover(tx: Connection) -> str:
        this = Account.domain == domain.lower()
        account_id = tx.execute(select(Account.account_id).where(this)).scalar_one_or_none()
        if account_id is None:
            raise NotFound(f"There is no account {domain}.")
        user = user_named(tx, account_id, name.lower())
        if user.disabled_at is not None:
            raise Conflict(f"{user.name} is disabled. A domain admin of the account can enable this user.")
        forget_failures(tx, sign_in_keys(domain, user))
        append(tx, operator(account_id), "issue password link", user.subject, None, None, now)
        if reset_two_step:
            forget_second_step(tx, user.user_id)
            append(tx, operator(account_id), "reset two-step", user.subject, None, None, now)
        return new_password_link(tx, account_id, user.user_id, now)

    return db.write(recover)
