"""Sums the usage of all accounts up. Only makes reports quick: what is not summed up yet is worked out when it is asked for."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, or_, select

from webapp.db import Database
from webapp.models import Account
from webapp.services.steps.accounts import hold_account
from webapp.services.steps.closing import close_overdue
from webapp.services.steps.usage_summary import sum_up

OFTEN_ENOUGH = timedelta(hours=6)
"""An account is summed up when so much is not: it is held for that, which those who open sessions then wait for."""


def sum_up_usage(db: Database, now: datetime) -> int:
    """Sum up the accounts that have fallen behind; returns how many. May run in none, one or five processes."""
    behind = select(Account.account_id).where(
        or_(Account.usage_summed_until.is_(None), Account.usage_summed_until < now - OFTEN_ENOUGH)
    )
    with db.read() as tx:
        accounts = tx.execute(behind).scalars().all()
    for account_id in accounts:
        sum_up_account(db, account_id, now)
    return len(accounts)


def sum_up_account(db: Database, account_id: int, now: datetime) -> None:
    """Sum one account up."""

    def work(tx: Connection) -> None:
        account = hold_account(tx, account_id, now)
        close_overdue(tx, account, account.now)
        sum_up(tx, account_id, account.now)

    db.write(work)
