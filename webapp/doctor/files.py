"""The doctor looks at the instance folder: who may read what is in it, and whether there is room."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from webapp.doctor.findings import Finding, ok, wrong
from webapp.settings import Settings

LOW = 500 * 1024**2
"""Bytes that should be free where the database is."""
SHORTEST_KEY = 16
KEY_FILE = "secret_key"


def examine_files(settings: Settings, database: Path | None) -> Iterator[Finding]:
    """The folder, the key, and the disk."""
    yield _folder(settings.instance)
    yield _readers(settings.instance, database)
    yield _key(settings)
    yield _disk(database.parent if database is not None and database.parent.exists() else settings.instance)


def _folder(folder: Path) -> Finding:
    if not folder.is_dir():
        return wrong("folder", f"There is no folder {folder}.", "Name the right one: SEATKEEPER_INSTANCE=…")
    if not os.access(folder, os.W_OK | os.X_OK):
        return wrong(
            "folder", f"{folder} cannot be written to.", f"Run as its owner, or: chown -R USER {folder}"
        )
    if folder.stat().st_mode & stat.S_IWOTH:
        return wrong("folder", f"Everybody on this machine may write to {folder}.", f"chmod o-w {folder}")
    return ok("folder", f"{folder} can be written to, and not by everybody.")


def _readers(folder: Path, database: Path | None) -> Finding:
    """Files that hold secrets: passwords of other systems, hashes of ours, who did what."""
    secret = [folder / KEY_FILE, folder / "config.toml", *([database] if database else [])]
    open_to_all = [str(file) for file in secret if file.exists() and file.stat().st_mode & stat.S_IRWXO]
    if open_to_all:
        names = " ".join(open_to_all)
        return wrong("permissions", f"Everybody on this machine may read {names}.", f"chmod o-rwx {names}")
    return ok("permissions", "Nobody else on this machine may read the database, the key or config.toml.")


def _key(settings: Settings) -> Finding:
    if settings.secret_key:
        if len(settings.secret_key) >= SHORTEST_KEY:
            return ok("key", "It is in the settings.")
        new = "Set a long one: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        return wrong("key", "secret_key is short enough to be guessed.", new)
    file = settings.instance / KEY_FILE
    if not file.exists():
        return ok("key", "It is made when the server starts.")
    if not os.access(file, os.R_OK):
        return wrong("key", f"{file} cannot be read.", f"Run as its owner, or: chown USER {file}")
    return ok("key", f"It is in {file}. Keep it with the backups.")


def _disk(folder: Path) -> Finding:
    if not folder.exists():
        return ok("disk", "Not looked at.")
    free = shutil.disk_usage(folder).free
    told = f"{free / 1024**3:.1f} GiB are free where {folder} is."
    if free < LOW:
        return wrong("disk", told, "Make room: when the disk is full, nobody can open a session.")
    return ok("disk", told)
