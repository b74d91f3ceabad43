"""Copies of a SQLite database, taken while a server goes on writing, and put back while none runs."""

import fcntl
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from webapp.db import sqlite
from webapp.db.database import parsed_url
from webapp.db.revisions import known

ASIDE = ".before-restore"
SERVED = "A server is running on this database. Stop it first."
NOT_OURS = "This is no database of Seatkeeper, or it is damaged: "


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite database; None for one on PostgreSQL, which has tools of its own."""
    parsed = parsed_url(url)
    return sqlite.database_file(parsed) if parsed.get_backend_name() == "sqlite" else None


def hold_database(database: Path, *, alone: bool) -> int:
    """Let no backup be restored, or (`alone`) no server start, until the file that this opens is closed: by whoever has it,
    or because all processes that share it have gone. Raises ValueError when it is the other's turn."""
    database.parent.mkdir(parents=True, exist_ok=True)
    fd = os.open(_beside(database, ".serving"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(fd, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(fd)
        raise ValueError(
            SERVED if alone else "A backup is being restored. Start again when it is done."
        ) from None
    return fd


def is_served(database: Path) -> bool:
    """Whether a server works on this database now."""
    if not _beside(database, ".serving").exists():
        return False
    try:
        os.close(hold_database(database, alone=True))
    except ValueError:
        return True
    return False


def back_up(database: Path, file: Path, *, replace: bool) -> None:
    """Copy the database as it is at one moment into a file of its own. Raises ValueError, OSError."""
    if not database.exists():
        raise ValueError(f"There is no database {database}.")
    _refuse_to_overwrite(file, replace=replace)
    with _draft_of(file) as draft:
        _copy(database, draft)
        draft.replace(file)
    _flush_folder(file)


def restore(file: Path, database: Path, *, replace: bool) -> Path | None:
    """Put a backup where the database is. Returns where the one before stands now. Raises ValueError, OSError."""
    _check(file)
    _refuse_to_overwrite(database, replace=replace)
    fd = hold_database(database, alone=True)
    try:
        with _draft_of(database) as draft:
            _copy(file, draft)
            aside = _put_aside(database) if database.exists() else None
            draft.replace(database)
        _flush_folder(database)
    finally:
        os.close(fd)
    return aside


def _refuse_to_overwrite(file: Path, *, replace: bool) -> None:
    if file.exists() and not replace:
        raise ValueError(f"{file} is there already. --replace puts the new one in its place.")


@contextmanager
def _draft_of(file: Path) -> Iterator[Path]:
    """A file beside `file` that only this system user reads; gone afterwards unless it took that one's place."""
    draft = _beside(file, f".{secrets.token_hex(4)}")
    draft.touch(mode=0o600, exist_ok=False)
    try:
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    """Copy a database, whole and checked, into one file without a log beside it, and see it onto the disk."""
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True)) as reading,
        closing(sqlite3.connect(target)) as writing,
    ):
        reading.backup(writing)
        writing.execute("PRAGMA journal_mode=DELETE")
        _check_sound(writing)
    with target.open("rb") as written:
        os.fsync(written.fileno())


def _check(file: Path) -> None:
    """See that a file is a backup that this version can use."""
    if not file.exists():
        raise ValueError(f"There is no file {file}.")
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as opened:
            _check_sound(opened)
            (revision,) = opened.execute("SELECT version_num FROM alembic_version").fetchone()
    except (sqlite3.DatabaseError, TypeError) as error:
        raise ValueError(f"{NOT_OURS}{error}") from None
    if revision not in known():
        raise ValueError(
            f"This backup is of a newer version of Seatkeeper (schema {revision}). Use that one."
        )


def _check_sound(opened: sqlite3.Connection) -> None:
    (found,) = opened.execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok":
        raise sqlite3.DatabaseError(found)


def _put_aside(database: Path) -> Path:
    """Move the database away with the log that belongs to it, so that the new one never meets the old one's log."""
    aside = _beside(database, ASIDE)
    with suppress(sqlite3.Error), closing(sqlite3.connect(database)) as opened:
        opened.execute(
            "PRAGMA wal_checkpoint(TRUNCATE)"
        )  # as far as it can be read, it is in one file from here on
    for ending in ("-wal", "-shm", ""):
        moved, to = _beside(database, ending), _beside(aside, ending)
        to.unlink(missing_ok=True)
        if moved.exists():
            moved.replace(to)
    return aside


def _beside(file: Path, ending: str) -> Path:
    return file.with_name(file.name + ending)


def _flush_folder(file: Path) -> None:
    fd = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
