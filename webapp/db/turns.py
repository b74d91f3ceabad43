"""Whose turn it is to write, among processes: the one that has waited longest."""

import fcntl
import os
from pathlib import Path


class Turns:
    """Two locks beside a database. Who waits takes `.next` first, then `.lock`, and lets `.next` go: so the one who has just
    written, and wants to again, stands behind who waited meanwhile. With one lock alone it would mostly win."""

    def __init__(self, database: Path) -> None:
        self._lock, self._next = (
            os.open(database.with_name(database.name + ending), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            for ending in (".lock", ".next")
        )

    def take(self) -> None:
        """Wait for this process's turn."""
        fcntl.flock(self._next, fcntl.LOCK_EX)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX)
        finally:
            fcntl.flock(self._next, fcntl.LOCK_UN)

    def take_if_free(self) -> bool:
        """Take it where nobody has it, nor waits for it; says whether that was so."""
        try:
            fcntl.flock(self._next, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            fcntl.flock(self._next, fcntl.LOCK_UN)
        return True

    def give_back(self) -> None:
        """Let the next one have it."""
        fcntl.flock(self._lock, fcntl.LOCK_UN)

    def close(self) -> None:
        """Close the lock files."""
        os.close(self._lock)
        os.close(self._next)
