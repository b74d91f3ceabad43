"""Sets an account's number of licenses. Nobody is thrown out: what is held above it stays held until it is freed."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from webapp.db import Database
from webapp.domain.errors import NotFound
from webapp.domain.limits import checked_licenses
from webapp.models import Account, License, LicenseCount
from webapp.services.create_account import insert_licenses
from webapp.services.steps.accounts import AccountState, hold_account
from webapp.services.steps.audit import append, operator
from webapp.services.steps.closing import close_overdue


def set_licenses(db: Database, domain: str, licenses: int, now: datetime) -> int:
    """Set the number; returns the number before. Raises NotFound for the domain, Invalid for the number."""
    number = checked_licenses(licenses)
    return db.write(lambda tx: _set(tx, domain.lower(), number, now))


def _set(tx: Connection, domain: str, number: int, now: datetime) -> int:
    account_id = tx.execute(select(Account.account_id).where(Account.domain == domain)).scalar_one_or_none()
    if account_id is None:
        raise NotFound(f"There is no account {domain}.")
    account = hold_account(tx, account_id, now)
    apply_licenses(tx, account, number, account.now)
    before, after = {"licenses": account.licenses}, {"licenses": number}
    append(tx, operator(account_id), "change setting", "setting licenses", before, after, account.now)
    return account.licenses


def apply_licenses(tx: Connection, account: AccountState, number: int, now: datetime) -> None:
    """The same, as a step of another use case that holds the account; `number` is checked."""
    this_account = account.account_id
    close_overdue(tx, account, now)
    tx.execute(update(Account).where(Account.account_id == this_account).values(license_count=number))
    tx.execute(
        delete(License).where(
            License.account_id == this_account, License.number > number, License.user_id.is_(None)
        )
    )
    insert_licenses(tx, this_account, 1, number)
    _note_number(tx, this_account, number, now)
    close_overdue(
        tx, replace(account, licenses=number), now
    )  # what is new is taken by who runs on pay per use


def _note_number(tx: Connection, account_id: int, number: int, now: datetime) -> None:
    """For reports: so many from now on. Of two changes at one moment the later counts."""
    this = (LicenseCount.account_id == account_id, LicenseCount.since == now)
    if tx.execute(update(LicenseCount).where(*this).values(licenses=number)).rowcount == 0:
        tx.execute(insert(LicenseCount).values(account_id=account_id, since=now, licenses=number))
