"""Holding an account while its sessions change, and telling that they did."""

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select, update

from webapp.models import Account

_TOUCH = (
    update(Account)
    .where(Account.account_id == bindparam("account"))
    .values(revision=Account.revision + 1)
    .returning(Account.revision, Account.license_count, Account.lease_seconds, Account.notice_seconds)
)
_TOUCH_ACCESS = (
    update(Account)
    .where(Account.account_id == bindparam("account"))
    .values(access_revision=Account.access_revision + 1, revision=Account.revision + 1)
)
_SETTINGS = select(
    Account.revision, Account.license_count, Account.lease_seconds, Account.notice_seconds
).where(Account.account_id == bindparam("account"))


@dataclass(frozen=True, slots=True)
class AccountState:
    """The account's revision and the settings that decisions about its sessions need. Times in seconds."""

    account_id: int
    revision: int
    licenses: int
    lease_seconds: int
    notice_seconds: int


def hold_account(tx: Connection, account_id: int) -> AccountState:
    """Take the account's row until the commit, and give this change the account's next revision.

    Whoever changes what the account's sessions hold does this first, so such changes come one after another, and a
    reader who sees a revision sees every change up to it.
    """
    row = tx.execute(_TOUCH, {"account": account_id}).one()
    return AccountState(account_id, *row)


def read_account(tx: Connection, account_id: int) -> AccountState:
    """The same, for reading."""
    return AccountState(account_id, *tx.execute(_SETTINGS, {"account": account_id}).one())


def touch_access(tx: Connection, account_id: int) -> None:
    """Tell open streams that who may do what has changed in this account."""
    tx.execute(_TOUCH_ACCESS, {"account": account_id})
