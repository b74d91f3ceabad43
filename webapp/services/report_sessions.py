"""The session report: the history of sessions with filters, sorted, in pages, with totals."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, Select, func

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.models import ClientSession
from webapp.services.steps.history_pages import Place, Sort, page_of, place_of
from webapp.services.steps.history_rows import HistoryRow, history_row
from webapp.services.steps.report_scope import report_scope
from webapp.services.steps.session_history import HistoryQuery, history, lasted_micros

PAGE = 100
IN_ONE_GO = 1000
"""Rows that are read at once while everything is exported: memory stays the same however many there are."""


@dataclass(frozen=True, slots=True)
class Totals:
    """All sessions that match, also those on other pages."""

    sessions: int
    seconds: float
    users: int
    devices: int


@dataclass(frozen=True, slots=True)
class SessionReport:
    """A page of the report. `next_after` continues it. `own`: it is one user's history alone."""

    rows: tuple[HistoryRow, ...]
    totals: Totals
    next_after: Place | None
    own: bool


def report_sessions(
    db: Database,
    actor: Actor,
    query: HistoryQuery,
    sort: Sort,
    now: datetime,
    *,
    descending: bool = True,
    after: Place | None = None,
    limit: int = PAGE,
) -> SessionReport:
    """Read one page in one snapshot. Raises Forbidden without a right to view reports."""
    page = page_of(actor, query, sort, now, limit=limit + 1, descending=descending, after=after)
    totals, rows = db.read_long(
        lambda tx: (tx.execute(_totals(actor, query, now)).one(), tx.execute(page).all())
    )
    shown = rows[:limit]
    return SessionReport(
        rows=tuple(history_row(row) for row in shown),
        totals=Totals(totals.sessions, int(totals.micros or 0) / 1e6, totals.users, totals.devices),
        next_after=place_of(shown[-1]) if len(rows) > limit else None,
        own=report_scope(actor) is not None,
    )


def export_sessions(db: Database, actor: Actor, query: HistoryQuery, now: datetime) -> Iterator[HistoryRow]:
    """All rows, oldest first, a thousand at a time: each from a read of its own, so none is held while they are sent.

    Raises Forbidden at once, before the first row is asked for.
    """
    report_scope(actor)
    return _all_rows(db, actor, query, now)


def _all_rows(db: Database, actor: Actor, query: HistoryQuery, now: datetime) -> Iterator[HistoryRow]:
    after = None
    while True:
        page = page_of(actor, query, Sort.STARTED, now, limit=IN_ONE_GO, descending=False, after=after)
        rows = db.read_long(partial(_rows, page=page))
        yield from (history_row(row) for row in rows)
        if len(rows) < IN_ONE_GO:
            return
        after = place_of(rows[-1])


def _rows(tx: Connection, page: Select[Any]) -> Sequence[Row[Any]]:
    return tx.execute(page).all()


def _totals(actor: Actor, query: HistoryQuery, now: datetime) -> Select[Any]:
    return history(
        actor,
        query,
        now,
        func.count().label("sessions"),
        func.sum(lasted_micros(now)).label("micros"),
        func.count(ClientSession.user_id.distinct()).label("users"),
        func.count(ClientSession.device_id.distinct()).label("devices"),
    )
