"""What the audit page's address asks for, and its entries as people read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

from webapp import words
from webapp.services.list_audit import AuditPage, AuditQuery, Entry
from webapp.web.administration.audit.words import Change, changes, in_words, subject_in_words

NOBODY_SPEAKS = "—"


@dataclass(frozen=True, slots=True)
class Line:
    """One entry: the time for the browser and as text, and each thing that changed."""

    number: int
    iso: str
    time: str
    who: str
    address: str
    action: str
    subject: str
    changes: tuple[Change, ...]


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
        time=f"{words.formats.moment(entry.at, words.locale(), seconds=True)} UTC",
        who=entry.who,
        address=entry.address or NOBODY_SPEAKS,
        action=in_words(entry.action),
        subject=subject_in_words(entry.subject),
        changes=tuple(changes(entry)),
    )


def _day(text: str) -> datetime | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day < date.max else None


def _text(day: datetime | None) -> str:
    return day.date().isoformat() if day else ""
