"""The audit trail of an account, newest first: a page of it, or all of it in order for a download."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, or_, select

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.models import AuditEntry

PAGE = 100
_TEXTS = [AuditEntry.__table__.c[name] for name in ("who", "address", "action", "subject", "before", "after")]


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """Which entries: words that stand in them, an action, a period, and those before this number."""

    search: str = ""
    action: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was done. `before` and `after`: what changed, by name."""

    number: int
    at: datetime
    who: str
    address: str
    action: str
    subject: str
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, slots=True)
class AuditPage:
    """A page of entries, the actions there are to choose from, and where the next page begins."""

    entries: tuple[Entry, ...]
    actions: tuple[str, ...]
    next_before: int | None


def list_audit(db: Database, actor: Actor, query: AuditQuery) -> AuditPage:
    """Read a page of the actor's account's audit trail."""
    kinds = select(AuditEntry.action).where(AuditEntry.account_id == actor.account_id).distinct()
    with db.read() as tx:
        rows = tx.execute(_selected(actor, query).limit(PAGE + 1)).all()
        actions = tuple(sorted(tx.execute(kinds).scalars()))
    entries = tuple(_entry(row) for row in rows[:PAGE])
    return AuditPage(entries, actions, entries[-1].number if len(rows) > PAGE else None)


def every_entry(db: Database, actor: Actor, query: AuditQuery) -> Iterator[Entry]:
    """All entries that the query selects, newest first, a page in memory at a time."""
    before = query.before
    while True:
        part = AuditQuery(query.search, query.action, query.since, query.until, before)
        with db.read() as tx:
            rows = tx.execute(_selected(actor, part).limit(PAGE)).all()
        yield from (_entry(row) for row in rows)
        if len(rows) < PAGE:
            return
        before = rows[-1].number


def _selected(actor: Actor, query: AuditQuery) -> Select[Any]:
    selected = select(*AuditEntry.__table__.c).where(AuditEntry.account_id == actor.account_id)
    for word in query.search.split():
        found = [func.lower(text).contains(word.lower(), autoescape=True) for text in _TEXTS]
        selected = selected.where(or_(*found))
    if query.action:
        selected = selected.where(AuditEntry.action == query.action)
    if query.since is not None:
        selected = selected.where(AuditEntry.at >= query.since)
    if query.until is not None:
        selected = selected.where(AuditEntry.at < query.until)
    if query.before is not None:
        selected = selected.where(AuditEntry.number < query.before)
    return selected.order_by(AuditEntry.number.desc())


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        number=row.number,
        at=row.at,
        who=row.who,
        address=row.address,
        action=row.action,
        subject=row.subject,
        before=json.loads(row.before) if row.before else {},
        after=json.loads(row.after) if row.after else {},
    )
