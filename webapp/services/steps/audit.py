"""The audit trail: who did what, from where, with what was before and after. Each entry seals the one before it."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, insert, select, update

from webapp.domain.access import Actor
from webapp.models import Account, AuditEntry

Values = dict[str, Any] | None


def record(
    tx: Connection, actor: Actor, action: str, subject: str, before: Values, after: Values, now: datetime
) -> None:
    """Add an entry for something that `actor` does in this transaction.

    `action` is a verb and a noun (`change setting`), `subject` what it was done to (`user ben`). Where only what changed
    matters, give `changed(before, after)`. Never put secrets here.
    """
    doer = Doer(actor.account_id, actor.user_id, actor.login, actor.address)
    append(tx, doer, action, subject, before, after, now)


@dataclass(frozen=True, slots=True)
class Doer:
    """Who did it, also where it was no signed-in actor: a command of the operator, an attempt to sign in."""

    account_id: int
    user_id: int | None
    who: str
    address: str = ""


def operator(account_id: int) -> Doer:
    """Whoever runs the commands on the server itself."""
    return Doer(account_id, None, "operator")


def append(
    tx: Connection, doer: Doer, action: str, subject: str, before: Values, after: Values, now: datetime
) -> None:
    """Add an entry for something that `doer` does in this transaction."""
    number, previous = _next_link(tx, doer.account_id)
    entry: dict[str, Any] = {
        "account_id": doer.account_id,
        "number": number,
        "at": now,
        "user_id": doer.user_id,
        "who": doer.who[:300],
        "address": doer.address[:45],
        "action": action,
        "subject": subject[:300],
        "before": _text(before),
        "after": _text(after),
    }
    entry["hash"] = entry_hash(previous, entry)
    tx.execute(insert(AuditEntry), entry)
    tx.execute(update(Account).where(Account.account_id == doer.account_id).values(audit_hash=entry["hash"]))


def entry_hash(previous: bytes, entry: dict[str, Any]) -> bytes:
    """The seal of an entry: SHA-256 over the seal before it and every column, in one canonical spelling."""
    columns = ("account_id", "number", "user_id", "who", "address", "action", "subject", "before", "after")
    canonical = [previous.hex(), entry["at"].astimezone(UTC).isoformat(timespec="microseconds")]
    canonical += [entry[column] for column in columns]
    return sha256(json.dumps(canonical, ensure_ascii=False, separators=(",", ":")).encode()).digest()


def changed(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Those entries of both that differ."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}


def _next_link(tx: Connection, account_id: int) -> tuple[int, bytes]:
    """The next entry's number and the seal before it; the account's row is held from here to the commit."""
    this = Account.account_id == account_id
    number = tx.execute(
        update(Account)
        .where(this)
        .values(audit_number=Account.audit_number + 1)
        .returning(Account.audit_number)
    ).scalar_one()
    return number, tx.execute(select(Account.audit_hash).where(this)).scalar_one()


def _text(values: Values) -> str | None:
    if values is None:
        return None
    return json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
