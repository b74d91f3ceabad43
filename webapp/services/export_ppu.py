"""The ledger of pay per use as CSV (RFC 4180): every entry that somebody may see, newest first."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Row

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.spreadsheets import guarded
from webapp.services.steps.ppu_use import entry_rows, sees_all

COLUMNS = ("number", "at", "kind", "minutes", "balance", "user", "session", "note")
OWN_COLUMNS = ("at", "kind", "minutes", "user", "session")
"""What somebody sees who may see their own use alone: not how much the others have used in between."""
PAGE = 1000


def ppu_csv(db: Database, actor: Actor) -> Iterator[str]:
    """The header, then the entries; times in UTC. Raises Forbidden for who may view no reports, at once."""
    columns = COLUMNS if sees_all(actor) else OWN_COLUMNS
    return _rows(db, actor, columns)


def _rows(db: Database, actor: Actor, columns: tuple[str, ...]) -> Iterator[str]:
    yield _line(columns)
    before = None
    while True:
        with db.read() as tx:
            rows = tx.execute(entry_rows(actor, before).limit(PAGE)).all()
        for row in rows:
            cells = _cells(row)
            yield _line([cells[column] for column in columns])
        if len(rows) < PAGE:
            return
        before = rows[-1].number


def _cells(row: Row[Any]) -> dict[str, str]:
    return {
        "number": str(row.number),
        "at": row.at.isoformat(timespec="seconds"),
        "kind": row.kind,
        "minutes": str(row.minutes),
        "balance": str(row.balance),
        "user": guarded(row.user_name or ""),
        "session": str(row.session_id or ""),
        "note": guarded(row.note or ""),
    }


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)  # a number may be negative; text is guarded
    return line.getvalue()
