"""Time. An entry point (a request, a job, a command) reads it once and passes it down; one clock decides (product.md, "Leases")."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

from webapp.db import Database

RESYNC_SECONDS = 10.0


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        ...


class SystemClock:
    """This machine's clock: right for SQLite, whose processes all stand on one machine."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        return datetime.now(UTC)


class DatabaseClock:
    """PostgreSQL's clock, so that nodes whose own clocks differ agree on what has run out.

    Between two looks at it, every ten seconds, time is carried on by the machine's boot-time clock, which nobody sets.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._base = datetime.min.replace(tzinfo=UTC)
        self._read_at = float("-inf")

    def now(self) -> datetime:
        """The present moment by the database, aware, UTC."""
        elapsed = _ticks() - self._read_at
        if elapsed > RESYNC_SECONDS:
            before = _ticks()
            self._base = self._db.server_time()
            self._read_at = (before + _ticks()) / 2
            elapsed = _ticks() - self._read_at
        return self._base + timedelta(seconds=elapsed)


def _ticks() -> float:
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


def clock_for(db: Database) -> Clock:
    """The clock that decides for this database."""
    return DatabaseClock(db) if db.is_postgresql else SystemClock()
