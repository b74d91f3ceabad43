"""People with a second step: who sets it up, the code that their app shows, and what the audit trail says of them."""

from dataclasses import dataclass
from datetime import datetime

import pyotp
from sqlalchemy import select, update

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.sign_in import TwoStep
from webapp.models import Account, AuditEntry
from webapp.services.confirm_two_step import confirm_two_step
from webapp.services.set_up_two_step import pending_secret, set_up_two_step

KEY = "the installation's key"


@dataclass(frozen=True, slots=True)
class App:
    """An authenticator app with the secret of one user, and the recovery codes that came with it."""

    secret: str
    recovery_codes: tuple[str, ...]

    def code(self, now: datetime) -> str:
        """What it shows."""
        return pyotp.TOTP(self.secret).at(now)


def with_second_step(db: Database, actor: Actor, now: datetime, key: str = KEY) -> App:
    """Set a user's second step up."""
    set_up_two_step(db, actor, key)
    secret = secret_of(db, actor, key)
    return App(secret, confirm_two_step(db, actor, pyotp.TOTP(secret).at(now), key, now))


def secret_of(db: Database, actor: Actor, key: str = KEY) -> str:
    """The secret that waits for its first code."""
    pending = pending_secret(db, actor, key)
    assert pending is not None
    return pending.typed.replace(" ", "")


def require(db: Database, actor: Actor, rule: TwoStep) -> None:
    """What the account says of two-step verification."""
    this = update(Account).where(Account.account_id == actor.account_id)
    db.write(lambda tx: tx.execute(this.values(two_step=rule)))


def audited(db: Database, actor: Actor, *, since: int = 0) -> list[tuple[str, str, str, str]]:
    """The account's audit trail after that many entries: who, from where, what, and to whom."""
    entries = (
        select(AuditEntry.who, AuditEntry.address, AuditEntry.action, AuditEntry.subject)
        .where(AuditEntry.account_id == actor.account_id, AuditEntry.number > since)
        .order_by(AuditEntry.number)
    )
    with db.read() as tx:
        return [(who, address, action, subject) for who, address, action, subject in tx.execute(entries)]


def audit_length(db: Database, actor: Actor) -> int:
    """How many entries there are."""
    return len(audited(db, actor))
