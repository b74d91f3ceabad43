"""Pay-per-use minutes of the tests' accounts."""

from datetime import datetime

from sqlalchemy import select, update

from tests.support.clock import START
from webapp.db import Database
from webapp.domain.ppu import EntryKind, PpuConsent
from webapp.models import Account
from webapp.services.steps.ppu_ledger import NewEntry, add_entries


def give_minutes(
    db: Database,
    minutes: int,
    domain: str = "acme",
    consent: PpuConsent = PpuConsent.TELL,
    at: datetime = START,
) -> None:
    """Turn pay per use on for an account, and buy minutes for it."""
    with db.read() as tx:
        account = tx.execute(select(Account.account_id).where(Account.domain == domain)).scalar_one()
    on = update(Account).where(Account.account_id == account).values(ppu_is_on=True, ppu_consent=consent)
    db.write(lambda tx: tx.execute(on))
    if minutes:
        db.write(lambda tx: add_entries(tx, account, [NewEntry(EntryKind.PURCHASE, minutes, at)]))


def minutes_left(db: Database, domain: str = "acme") -> int:
    """The account's balance."""
    with db.read() as tx:
        return tx.execute(select(Account.ppu_minutes).where(Account.domain == domain)).scalar_one()
