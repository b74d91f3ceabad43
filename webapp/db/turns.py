"""Whose turn it is to write, among processes: the one that has waited longest."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Turns:
    """Two locks beside a database. Who waits takes `.next` first, then `.lock`, and lets `.next` go: so the one who has just
    written, and wants to again, stands behind who waited meanwhile. With one lock alone it would mostly win."""

    def __init__(self, database: Path) -> None:
        self._lock, self._next = (
            os.open(database.with_name(database.name + ending), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            for ending in (".lock", ".next")
        )

    @contextmanager
    def mine(self) -> Iterator[None]:
        """Wait for this process's turn, and have it."""
        fcntl.flock(self._next, fcntl.LOCK_EX)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX)
        finally:
            fcntl.flock(self._next, fcntl.LOCK_UN)
        try:
            yield
        finally:
            fcntl.flock(self._lock, fcntl.LOCK_UN)

    def close(self) -> None:
        """Close the lock files."""
        os.close(self._lock)
        os.close(self._next)
