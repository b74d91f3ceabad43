"""The session report as one view model: the page and its fragments are rendered from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from webapp import current, words
from webapp.domain.texts import phrase, phrases
from webapp.services.report_sessions import SessionReport, report_sessions
from webapp.services.steps.history_pages import Sort
from webapp.services.steps.history_rows import HistoryRow
from webapp.web.remote_names import remote_name
from webapp.web.reports.frame import Frame
from webapp.web.reports.sessions.view import SessionsView
from webapp.web.reports.sessions.words import ENDS, KINDS, PAID, SORTS, STATES, ended, paid
from webapp.web.reports.writing import Writing

Word = TypeVar("Word", bound=StrEnum)
DIRECTIONS = {True: "descending", False: "ascending"}
LONG_EXPORT = 10_000
"""From so many rows on, an export shows how far it has come."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column that can be sorted by."""

    sort: Sort
    label: str
    direction: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Line:
    """A session as a row."""

    id: str
    started: str
    started_exactly: str
    user: str
    user_name: str
    device: str
    remote: str
    remote_address: str
    kind: str
    paid: str
    minutes: str
    duration: str
    is_open: bool
    ended: str
    reason: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A total: the number, what it counts."""

    number: str
    label: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter with a few values to choose from."""

    name: str
    label: str
    anything: str
    values: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class SessionsPage:
    """The report as one actor sees it. `shows_users`: it may be somebody else's history too."""

    view: SessionsView
    lines: tuple[Line, ...]
    figures: tuple[Figure, ...]
    headings: Mapping[Sort, Heading]
    choices: tuple[Choice, ...]
    next: SessionsView | None
    shows_users: bool
    total: int
    export: str
    export_is_long: bool
    chosen: str
    only_part: str
    sorts: Mapping[Sort, str]


def page_for(frame: Frame, view: SessionsView) -> SessionsPage:
    """Read and lay out the page. Raises Forbidden for who may view no reports."""
    report = report_sessions(
        current.db(), frame.actor, view.query(frame.period), view.sort, frame.now,
        descending=view.descending, after=view.after,
    )  # fmt: skip
    total, write = report.totals.sessions, frame.write
    part = phrase(
        "This page has %(shown)s of %(sessions)s. The export has all of them.",
        shown=len(report.rows),
        sessions=write.count(total, "session"),
    )
    return SessionsPage(
        view=view,
        lines=tuple(_line(row, write) for row in report.rows),
        figures=_figures(report, write),
        headings={sort: _heading(sort, label, view) for sort, label in SORTS.items()},
        choices=_choices(view),
        next=view.page_after(report.next_after) if report.next_after else None,
        shows_users=not report.own,
        total=total,
        export=phrases("Export %(number)s row", "Export %(number)s rows", total),
        export_is_long=total >= LONG_EXPORT,
        chosen=_chosen(view),
        only_part=part if len(report.rows) < total else "",
        sorts={sort: label for sort, label in SORTS.items() if sort is not Sort.USER or not report.own},
    )


def _heading(sort: Sort, label: str, view: SessionsView) -> Heading:
    direction = DIRECTIONS[view.descending] if sort is view.sort else "none"
    return Heading(sort, label, direction, view.sorted_by(sort).suffix)


def _line(row: HistoryRow, write: Writing) -> Line:
    return Line(
        id=str(row.id),
        started=write.moment(row.opened_at),
        started_exactly=write.exact(row.opened_at),
        user=row.display_name,
        user_name=row.user_name,
        device=row.device_name,
        remote=remote_name(row.remote) or "—",
        remote_address=row.remote_address or "",
        kind=KINDS[row.kind],
        paid=paid(row),
        minutes=write.count(row.ppu_minutes, "minute") if row.ppu_minutes else "",
        duration=write.span(row.seconds),
        is_open=row.ended_at is None,
        ended=ended(row),
        reason=row.reason or "",
    )


def _figures(report: SessionReport, write: Writing) -> tuple[Figure, ...]:
    totals = report.totals
    figures = [
        Figure(write.number(totals.sessions), phrases("session", "sessions", totals.sessions)),
        Figure(write.number(totals.seconds / 3600, 1), phrase("hours")),
        Figure(write.number(totals.users), phrases("user", "users", totals.users)),
        Figure(write.number(totals.devices), phrases("device", "devices", totals.devices)),
    ]
    return tuple(figure for n, figure in enumerate(figures) if n != 2 or not report.own)


def _chosen(view: SessionsView) -> str:
    """The filters in words, for paper."""
    typed = {phrase("User"): view.user, phrase("Device"): view.device, phrase("Remote side"): view.remote}
    chosen = [
        f"{words.in_a_sentence(choice.label)}: {words.in_a_sentence(text)}"
        for choice in _choices(view)
        for value, text in choice.values
        if value == choice.chosen
    ]
    return " · ".join(
        [*(f"{words.in_a_sentence(name)}: {text}" for name, text in typed.items() if text), *chosen]
    )


def _choices(view: SessionsView) -> tuple[Choice, ...]:
    return (
        _choice("kind", phrase("Kind"), phrase("Any kind"), KINDS, view.kind),
        _choice("state", phrase("State"), phrase("Open or ended"), STATES, view.state),
        _choice("ended", phrase("How it ended"), phrase("Any way"), ENDS, view.ended),
        _choice("paid", phrase("Ran on"), phrase("License or minutes"), PAID, view.paid),
    )


def _choice(name: str, label: str, anything: str, values: Mapping[Word, str], chosen: Word | None) -> Choice:
    return Choice(
        name, label, anything, tuple((str(v), text) for v, text in values.items()), str(chosen or "")
    )
