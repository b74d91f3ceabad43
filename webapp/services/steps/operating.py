"""What the operator's commands begin with: the account of a domain, held."""

from datetime import datetime

from sqlalchemy import Connection, select

from webapp.domain.errors import NotFound
from webapp.models import Account
from webapp.services.steps.accounts import HeldAccount, hold_account


def hold_domain(tx: Connection, domain: str, now: datetime) -> HeldAccount:
    """Hold the account of this domain. Raises NotFound."""
    return hold_account(tx, account_of(tx, domain), now)


def account_of(tx: Connection, domain: str) -> int:
    """The account of this domain. Raises NotFound."""
    query = select(Account.account_id).where(Account.domain == domain.lower())
    account_id = tx.execute(query).scalar_one_or_none()
    if account_id is None:
        raise NotFound(f"There is no account {domain}.")
    return account_id
