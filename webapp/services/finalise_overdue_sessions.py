"""Writes down what time has brought: ends that have passed, and pay-per-use minutes that have begun. Only a tidier.

Nothing is wrong while it does not run: every answer is computed from timestamps. It may run in none, one or five
processes at once; each account's row says who goes first, and the next one finds nothing left to do.
"""

from datetime import datetime

from sqlalchemy import Connection, bindparam, or_, select, union

from webapp.db import Database
from webapp.domain.states import EndReason
from webapp.models import IS_ON_PPU, IS_OPEN, ClientSession
from webapp.services.steps.accounts import hold_account
from webapp.services.steps.closing import Closed, close_overdue

_ACCOUNTS_WITH_OVERDUE = union(
    select(ClientSession.account_id).where(IS_OPEN, ClientSession.over_at <= bindparam("now")),
    select(ClientSession.account_id).where(
        IS_ON_PPU,
        ClientSession.ppu_paid_until < bindparam("now"),
        or_(ClientSession.ends_for.is_(None), ClientSession.ends_for != EndReason.PPU_USED_UP),
    ),
)


def finalise_overdue_sessions(db: Database, now: datetime) -> int:
    """Bring every account up to date in which something is overdue; returns how many sessions this call closed."""
    with db.read() as tx:
        accounts = tx.execute(_ACCOUNTS_WITH_OVERDUE, {"now": now}).scalars().all()
    return sum(bring_up_to_date(db, account_id, now).sessions for account_id in accounts)


def bring_up_to_date(db: Database, account_id: int, now: datetime) -> Closed:
    """The same for one account."""

    def finalise(tx: Connection) -> Closed:
        account = hold_account(tx, account_id, now)
        return close_overdue(tx, account, account.now)

    return db.write(finalise)
