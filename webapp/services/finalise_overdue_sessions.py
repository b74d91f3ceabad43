"""Writes down what time has ended: terminations whose deadline has passed, and lapsed leases. Only a tidier.

Nothing is wrong while it does not run: every answer is computed from timestamps. It may run in none, one or five
processes at once; each account's row says who goes first, and the next one finds nothing left to do.
"""

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from webapp.db import Database
from webapp.models import IS_HOLDING, ClientSession
from webapp.services.steps.accounts import hold_account
from webapp.services.steps.closing import Closed, close_overdue

_ACCOUNTS_WITH_OVERDUE = (
    select(ClientSession.account_id)
    .where(IS_HOLDING, ClientSession.holds_until <= bindparam("now"))
    .distinct()
)


def finalise_overdue_sessions(db: Database, now: datetime) -> int:
    """Close every overdue session of every account; returns how many this call closed."""
    with db.read() as tx:
        accounts = tx.execute(_ACCOUNTS_WITH_OVERDUE, {"now": now}).scalars().all()
    return sum(_finalise(db, account_id, now).sessions for account_id in accounts)


def _finalise(db: Database, account_id: int, now: datetime) -> Closed:
    def finalise(tx: Connection) -> Closed:
        account = hold_account(tx, account_id, now)
        return close_overdue(tx, account, account.now)

    return db.write(finalise)
