"""Removes the history that an account no longer wants to keep. What is over longer ago than its days goes; sums stay.

Usage by quarters of an hour names nobody and stays, as do the ledger of minutes and the audit trail.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, delete, select

from webapp.db import Database
from webapp.models import (
    Account,
    ClientSession,
    LicenseHolding,
    OutageSession,
    Refusal,
    RemoteSide,
    SessionCode,
    SessionEvent,
    Termination,
)
from webapp.services.sum_up_usage import sum_up_account

AT_ONCE = 500
"""Sessions that are removed in one transaction: those who open sessions meanwhile hardly wait."""


def prune_history(db: Database, now: datetime) -> int:
    """Remove what is too old in every account that has a limit; returns how many sessions went. May run in any number of
    processes at once."""
    limits = select(Account.account_id, Account.history_days).where(Account.history_days.is_not(None))
    with db.read() as tx:
        accounts = tx.execute(limits).all()
    return sum(_prune(db, account_id, now - timedelta(days=days or 0), now) for account_id, days in accounts)


def _prune(db: Database, account_id: int, before: datetime, now: datetime) -> int:
    if not _anything(db, account_id, before):
        return 0
    sum_up_account(db, account_id, now)  # while the holdings that go are still there
    removed = 0
    while gone := db.write(partial(_remove_some, account_id=account_id, before=before)):
        removed += gone
    db.write(partial(_remove_rest, account_id=account_id, before=before))
    return removed


def _anything(db: Database, account_id: int, before: datetime) -> bool:
    with db.read() as tx:
        return any(
            tx.execute(query.limit(1)).first()
            for query in (
                _sessions(account_id, before),
                select(Refusal.refusal_id).where(*_refusals(account_id, before)),
                select(LicenseHolding.holding_id).where(*_holdings(account_id, before)),
            )
        )


def _remove_some(tx: Connection, account_id: int, before: datetime) -> int:
    ids: Sequence[UUID] = tx.execute(_sessions(account_id, before).limit(AT_ONCE)).scalars().all()
    for table in (SessionEvent, RemoteSide, SessionCode, Termination, OutageSession, ClientSession):
        tx.execute(delete(table).where(table.account_id == account_id, table.session_id.in_(ids)))
    return len(ids)


def _remove_rest(tx: Connection, account_id: int, before: datetime) -> None:
    tx.execute(delete(Refusal).where(*_refusals(account_id, before)))
    tx.execute(delete(LicenseHolding).where(*_holdings(account_id, before)))


def _sessions(account_id: int, before: datetime) -> Select[UUID]:
    return select(ClientSession.session_id).where(
        ClientSession.account_id == account_id,
        ClientSession.opened_at < before,
        ClientSession.ended_at < before,
    )


def _refusals(account_id: int, before: datetime) -> tuple[ColumnElement[bool], ...]:
    return (Refusal.account_id == account_id, Refusal.refused_at < before)


def _holdings(account_id: int, before: datetime) -> tuple[ColumnElement[bool], ...]:
    return (LicenseHolding.account_id == account_id, LicenseHolding.released_at < before)
