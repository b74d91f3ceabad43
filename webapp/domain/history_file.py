"""The file in which a history of sessions is brought along: CSV (RFC 4180) with a line for each session.

Columns, in any order: `user`, `device`, `started`, `ended`; and, where they are known, `remote`, `kind` (`unattended` or
`support`) and `id` (what the product before called the session: the same id is never imported twice).
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from webapp.domain.errors import Invalid
from webapp.domain.limits import checked_text
from webapp.domain.spreadsheets import unguarded
from webapp.domain.states import SessionKind

NEEDED = ("user", "device", "started", "ended")
OPTIONAL = ("remote", "kind", "id")
LONGEST = timedelta(days=366)
NO_REMOTE = "not recorded"


@dataclass(frozen=True, slots=True)
class PastSession:
    """A session of the file. `user` is a user name, or what the product before called the person. Times in UTC."""

    line: int
    user: str
    device: str
    started: datetime
    ended: datetime
    remote: str
    kind: SessionKind
    id: str


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot be used, and what to do about it."""

    line: int
    message: str


def read_history(lines: Iterable[str], zone: tzinfo, now: datetime) -> Iterator[PastSession | BadLine]:
    """Read a file. Times without an offset are of `zone`. Raises Invalid when the first line does not name the columns."""
    reader = csv.reader(_plain(lines), strict=True)
    columns = _columns(next(reader, []))
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield BadLine(line, f"This is no CSV: {error}.")
            continue
        if not any(cell.strip() for cell in cells):
            continue
        try:
            yield _session(line, _by_name(cells, columns), zone, now)
        except Invalid as bad:
            yield BadLine(line, bad.message)


def _plain(lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield line.removeprefix("\ufeff") if number == 0 else line.replace("\0", "")


def _columns(header: list[str]) -> list[str]:
    columns = [cell.strip().lower() for cell in header]
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise Invalid(
            "file",
            f"Begin the file with a line that names the columns {', '.join(NEEDED)}; missing: {', '.join(missing)}.",
        )
    return columns


def _by_name(cells: list[str], columns: list[str]) -> dict[str, str]:
    if len(cells) != len(columns):
        raise Invalid("line", f"This line has {len(cells)} cells, the first line names {len(columns)}.")
    return {name: unguarded(cell.strip()) for name, cell in zip(columns, cells, strict=True)}


def _session(line: int, cells: Mapping[str, str], zone: tzinfo, now: datetime) -> PastSession:
    started, ended = _moment("started", cells, zone), _moment("ended", cells, zone)
    if ended <= started:
        raise Invalid("ended", "It ends before it has started.")
    if ended > now:
        raise Invalid("ended", "It ends in the future. Import what is over.")
    if ended - started > LONGEST:
        raise Invalid("ended", f"It lasts longer than {LONGEST.days} days.")
    return PastSession(
        line=line,
        user=checked_text("user", cells["user"], "a user"),
        device=checked_text("device", cells["device"], "a device"),
        started=started,
        ended=ended,
        remote=checked_text("remote", cells.get("remote", "") or NO_REMOTE, "the remote side"),
        kind=_kind(cells.get("kind", "")),
        id=cells.get("id", "")[:200],
    )


def _kind(text: str) -> SessionKind:
    try:
        return SessionKind(text.lower()) if text else SessionKind.UNATTENDED
    except ValueError:
        raise Invalid("kind", f"The kind is {' or '.join(SessionKind)}, or nothing.") from None


def _moment(name: str, cells: Mapping[str, str], zone: tzinfo) -> datetime:
    try:
        moment = datetime.fromisoformat(cells[name])
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Invalid(
            name,
            f"Give {name} as 2026-03-02 09:00:00, with an offset (+01:00) unless it is the account's time.",
        ) from None
