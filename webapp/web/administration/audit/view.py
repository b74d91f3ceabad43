"""What the audit page's address asks for, and its entries as people read them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from webapp.services.list_audit import AuditPage, AuditQuery, Entry

NOBODY_SPEAKS = "—"


@dataclass(frozen=True, slots=True)
class Line:
    """One entry: the time for the browser and as text, and each thing that changed as `name: before → after`."""

    number: int
    iso: str
    time: str
    who: str
    address: str
    action: str
    subject: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """The filters as they stand in the address; days are whole days in UTC."""

    q: str
    action: str
    since: str
    until: str
    query: AuditQuery

    def suffix(self, before: int | None = None) -> str:
        """The query string for the same filters, from this entry on."""
        values = {
            "q": self.q,
            "action": self.action,
            "since": self.since,
            "until": self.until,
            "before": before,
        }
        given = {name: value for name, value in values.items() if value}
        return f"?{urlencode(given)}" if given else ""


def read_view(arguments: Mapping[str, str]) -> View:
    """Read the address; what cannot be read is left out."""
    since, until = _day(arguments.get("since", "")), _day(arguments.get("until", ""))
    q, action = arguments.get("q", "").strip()[:100], arguments.get("action", "")[:60]
    before = arguments.get("before", "")
    query = AuditQuery(
        search=q.replace("\0", ""),
        action=action.replace("\0", ""),
        since=since,
        until=until + timedelta(days=1) if until else None,
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 10 else None,
    )
    return View(query.search, query.action, _text(since), _text(until), query)


def lines_of(page: AuditPage) -> list[Line]:
    """The entries of a page, for the table."""
    return [line_of(entry) for entry in page.entries]


def line_of(entry: Entry) -> Line:
    """One entry, for the table."""
    return Line(
        number=entry.number,
        iso=entry.at.isoformat(),
        time=entry.at.strftime("%-d %b %Y, %H:%M UTC"),
        who=entry.who,
        address=entry.address or NOBODY_SPEAKS,
        action=entry.action,
        subject=entry.subject,
        changes=tuple(_changes(entry)),
    )


def _changes(entry: Entry) -> Iterable[str]:
    for name in dict.fromkeys((*entry.before, *entry.after)):
        was, now = entry.before.get(name), entry.after.get(name)
        label = name.replace("_", " ")
        if name not in entry.before:
            yield f"{label}: {_shown(now)}"
        elif name not in entry.after:
            yield f"{label}: {_shown(was)}"
        else:
            yield f"{label}: {_shown(was)} → {_shown(now)}"


def _shown(value: Any) -> str:  # noqa: ANN401 - whatever was recorded
    if value is None or value == "":
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(_shown, value)) or "none"
    return str(value)


def _day(text: str) -> datetime | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day < date.max else None


def _text(day: datetime | None) -> str:
    return day.date().isoformat() if day else ""
