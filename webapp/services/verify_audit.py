"""Checks that nobody has changed, removed or slipped in an entry of the audit trail."""

from dataclasses import dataclass

from sqlalchemy import select

from webapp.db import Database
from webapp.domain.errors import NotFound
from webapp.models import Account, AuditEntry
from webapp.services.steps.audit import entry_hash


@dataclass(frozen=True, slots=True)
class Verification:
    """How many entries are sound, and the number of the first that is not, or is missing; None: all are sound."""

    sound: int
    broken_at: int | None


def verify_audit(db: Database, domain: str) -> Verification:
    """Follow the chain of an account's audit trail from its beginning to its end. Raises NotFound for the domain."""
    columns = select(Account.account_id, Account.audit_number, Account.audit_hash)
    with db.read() as tx:
        account = tx.execute(columns.where(Account.domain == domain.lower())).one_or_none()
        if account is None:
            raise NotFound(f"There is no account {domain}.")
        entries = select(*AuditEntry.__table__.c).where(AuditEntry.account_id == account.account_id)
        seal, sound = b"", 0
        for row in tx.execute(entries.order_by(AuditEntry.number)).mappings():
            if row["number"] != sound + 1 or entry_hash(seal, dict(row)) != row["hash"]:
                return Verification(sound, sound + 1)
            seal, sound = row["hash"], sound + 1
    whole = (sound, seal) == (account.audit_number, account.audit_hash)
    return Verification(sound, None if whole else sound + 1)
