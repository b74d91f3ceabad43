"""The doctor looks at the database: whether it answers, is of this version, goes by the right time, and is swept."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from webapp.db import Database, DatabaseFailure
from webapp.db.backup import is_served
from webapp.doctor.findings import Finding, note, ok, wrong
from webapp.domain.errors import Unavailable
from webapp.services.examine_database import Condition, Schema, examine_condition, examine_schema
from webapp.settings import Settings

CONNECT_SECONDS = 5
CLOCK_OFF = timedelta(seconds=2)
LATE = timedelta(seconds=30)


def examine_database(settings: Settings, file: Path | None, now: datetime) -> Iterator[Finding]:
    """All of it, as far as it answers. `now` is this machine's time."""
    if file is not None and not file.exists():
        yield note("database", f"There is none yet. The server makes {file} when it starts.")
        return
    try:
        with closing(Database.open(_impatient(settings.effective_database_url, file))) as db:
            yield from _look(db, file, now)
    except (DatabaseFailure, Unavailable, ValueError, OSError) as error:
        where = "its file, its disk" if file else "that it runs, the address, the password, the network"
        why = str(error.__cause__ or error).partition("\n")[0]
        yield wrong("database", f"It does not answer: {why}", f"Check {where}.")


def _look(db: Database, file: Path | None, now: datetime) -> Iterator[Finding]:
    schema = examine_schema(db)
    yield ok("database", "PostgreSQL answers." if file is None else f"{file} can be read.")
    yield _schema(schema)
    here, now = now, now if file is not None else db.server_time()
    if schema.is_current:
        found = examine_condition(db, now - LATE)
        yield _clock(found, here, now, is_ours=file is not None)
        yield _sweep(found, file, now)


def _schema(schema: Schema) -> Finding:
    if schema.is_current:
        return ok("schema", f"It is that of this version ({schema.wanted}).")
    if schema.is_newer:
        return wrong(
            "schema", f"It is of a newer version ({schema.found}).", "Install that version here, too."
        )
    was = schema.found or "none"
    return wrong("schema", f"It is {was}, and this version needs {schema.wanted}.", "seatkeeper db upgrade")


def _clock(found: Condition, here: datetime, now: datetime, *, is_ours: bool) -> Finding:
    """PostgreSQL's clock decides, this machine's only dates its log. On SQLite this machine's decides."""
    advice = "Set it right, and keep it so: timedatectl set-ntp true"
    if found.latest is not None and found.latest - now > CLOCK_OFF:
        back = (found.latest - now).total_seconds()
        return wrong("clock", f"It was set back: the last thing was decided {back:,.0f} s from now.", advice)
    if abs(off := (here - now).total_seconds()) > CLOCK_OFF.total_seconds():
        told = (
            f"This machine's clock is {abs(off):,.0f} s {'ahead of' if off > 0 else 'behind'} the database's."
        )
        return wrong("clock", f"{told} The database's decides.", advice)
    return ok(
        "clock", "It goes on." if is_ours else "This machine's agrees with the database's, which decides."
    )


def _sweep(found: Condition, file: Path | None, now: datetime) -> Finding:
    if file is not None and not is_served(file):
        return note("sweep", "No server is running, so none is expected.")
    silent = None if found.beat_at is None else now - found.beat_at
    if silent is None or silent > LATE:
        last = "never" if silent is None else f"{silent.total_seconds():,.0f} s ago"
        return wrong(
            "sweep", f"It was last there: {last}.", "Start a server, with sweep = true on one at least."
        )
    if found.overdue:
        told = (
            f"{found.overdue:,} sessions are over and not written off. Their licenses are free all the same."
        )
        return wrong("sweep", told, "Look for errors of webapp.jobs and apscheduler in the server's log.")
    return ok("sweep", "It is there, and nothing is overdue.")


def _impatient(url: str, file: Path | None) -> str:
    """The same database, given up on soon when it does not answer."""
    if file is not None or "connect_timeout=" in url:
        return url
    return f"{url}{'&' if '?' in url else '?'}connect_timeout={CONNECT_SECONDS}"
