"""The operator adds pay-per-use minutes to an account, or corrects its balance. Both are entries of the ledger for good."""

from datetime import datetime

from sqlalchemy import Connection

from webapp.db import Database
from webapp.domain.errors import Invalid
from webapp.domain.limits import checked_text
from webapp.domain.ppu import BALANCE_MAX, EntryKind
from webapp.services.steps.audit import append, operator
from webapp.services.steps.closing import close_overdue
from webapp.services.steps.operating import hold_domain
from webapp.services.steps.ppu_ledger import NewEntry, add_entries, read_balance

ACTIONS = {EntryKind.PURCHASE: "add minutes", EntryKind.CORRECTION: "correct minutes"}


def add_minutes(db: Database, domain: str, minutes: int, note: str | None, now: datetime) -> int:
    """Add minutes that were bought; returns the balance. Sessions under notice go on. Raises NotFound, Invalid."""
    if not 1 <= minutes <= BALANCE_MAX:
        raise Invalid("minutes", f"Give a whole number of minutes from 1 to {BALANCE_MAX:,}.")
    text = _checked_note(note)
    return db.write(lambda tx: _add(tx, domain, EntryKind.PURCHASE, minutes, text, now))


def correct_minutes(db: Database, domain: str, minutes: int, note: str | None, now: datetime) -> int:
    """Add minutes or, when negative, take some away, and say why; returns the balance, never below zero.

    Raises NotFound, Invalid.
    """
    if minutes == 0 or abs(minutes) > BALANCE_MAX:
        raise Invalid("minutes", "Give the number of minutes to add, or a negative one to take away.")
    text = _checked_note(note)
    if text is None:
        raise Invalid("note", "Say why with --note: it stays in the ledger.")
    return db.write(lambda tx: _add(tx, domain, EntryKind.CORRECTION, minutes, text, now))


def _checked_note(note: str | None) -> str | None:
    return checked_text("note", note, "a note") if note and note.strip() else None


def _add(tx: Connection, domain: str, kind: EntryKind, minutes: int, note: str | None, now: datetime) -> int:
    account = hold_domain(tx, domain, now)
    now = account.now
    close_overdue(tx, account, now)  # what has begun is charged first
    before = read_balance(tx, account.account_id)
    if before + minutes < 0:
        raise Invalid("minutes", f"Only {before:,} minutes are left; at most that many can be taken away.")
    if before + minutes > BALANCE_MAX:
        raise Invalid("minutes", f"The balance cannot be above {BALANCE_MAX:,} minutes.")
    balance = add_entries(tx, account.account_id, [NewEntry(kind, minutes, now, note=note)])
    after = {"minutes": balance} | ({"note": note} if note else {})
    append(tx, operator(account.account_id), ACTIONS[kind], "pay per use", {"minutes": before}, after, now)
    close_overdue(tx, account, now)  # sessions under notice go on
    return read_balance(tx, account.account_id)
