"""What is stored of users and of the audit trail, for tests of Administration."""

import json
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, select

from tests.support.cast import Person
from webapp.db import Database
from webapp.domain.access import Actor
from webapp.models import AuditEntry, BrowserSignIn, DeviceToken, User

Trail = list[tuple[str, str, Any, Any]]


def stored_user(db: Database, name: str, domain_of: Person) -> Row[Any]:
    """A user's row, of the same account as somebody."""
    query = select(User).where(User.account_id == domain_of.actor.account_id, User.name == name)
    with db.read() as tx:
        return tx.execute(query).one()


def trail(db: Database, actor: Actor, after: int = 0) -> Trail:
    """The audit trail of an account, without what the operator did: action, subject, before, after."""
    query = (
        select(AuditEntry)
        .where(
            AuditEntry.account_id == actor.account_id,
            AuditEntry.number > after,
            AuditEntry.who != "operator",
        )
        .order_by(AuditEntry.number)
    )
    with db.read() as tx:
        rows = tx.execute(query).all()
    return [(row.action, row.subject, _values(row.before), _values(row.after)) for row in rows]


def trail_of_users(db: Database, actor: Actor) -> Trail:
    """The same of what Administration > Users does, without people signing in."""
    return [entry for entry in trail(db, actor) if entry[0] not in ("sign in", "sign out", "end session")]


def signed_in(db: Database, person: Person) -> tuple[int, int]:
    """On how many browsers and devices somebody is signed in."""
    browsers = select(BrowserSignIn).where(
        BrowserSignIn.user_id == person.actor.user_id, BrowserSignIn.signed_out_at.is_(None)
    )
    devices = select(DeviceToken).where(
        DeviceToken.user_id == person.actor.user_id, DeviceToken.revoked_at.is_(None)
    )
    with db.read() as tx:
        return len(tx.execute(browsers).all()), len(tx.execute(devices).all())


def looking_only(actor: Actor) -> Actor:
    """The same person as a read-only admin."""
    return replace(actor, is_owner=False, is_domain_admin=True, is_read_only=True)


def _values(text: str | None) -> Any:
    return None if text is None else json.loads(text)
