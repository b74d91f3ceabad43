"""The audit trail as CSV (RFC 4180), row by row, safe to open in a spreadsheet."""

import csv
import io
import json
from collections.abc import Iterator

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.spreadsheets import guarded
from webapp.services.list_audit import AuditQuery, Entry, every_entry

COLUMNS = ("number", "at", "who", "address", "action", "subject", "before", "after")


def audit_csv(db: Database, actor: Actor, query: AuditQuery) -> Iterator[str]:
    """The header, then the entries that the query selects, newest first."""
    yield _row(COLUMNS)
    for entry in every_entry(db, actor, query):
        yield _row(_cells(entry))


def _cells(entry: Entry) -> tuple[str, ...]:
    changes = (json.dumps(part, ensure_ascii=False) if part else "" for part in (entry.before, entry.after))
    at = entry.at.isoformat(timespec="microseconds")
    return (str(entry.number), at, entry.who, entry.address, entry.action, entry.subject, *changes)


def _row(cells: tuple[str, ...]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([guarded(cell) for cell in cells])
    return line.getvalue()
