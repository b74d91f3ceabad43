"""Seeing SQLite's log onto the disk: after the write lock was let go, and before anybody is answered (decision 0036).

SQLite commits without waiting for the disk (`synchronous=NORMAL`), and does by itself what makes a checkpoint safe. What is
left of `synchronous=FULL`, one `fdatasync` of the log after each commit, stands here, where processes do it side by side and
all that was committed meanwhile shares the next one.
"""

import logging
import os
import threading
from pathlib import Path

from webapp.db.offload import NativeThread
from webapp.db.trouble import AWAY
from webapp.domain.errors import Unavailable

log = logging.getLogger(__name__)


class LogFile:
    """The log's file (`-wal`). It is opened before what is to be synced is written: the system tells of a write that failed
    later only those who had the file open."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._fd: int | None = None

    def open(self) -> None:
        """Have the file open that now stands under its name: SQLite makes another when all had closed the database."""
        found = self._file.stat()
        if self._fd is not None:
            mine = os.fstat(self._fd)
            if (mine.st_dev, mine.st_ino) == (found.st_dev, found.st_ino):
                return
        self.close()
        self._fd = os.open(self._file, os.O_RDWR | os.O_CLOEXEC)
        _sync_folder(self._file.parent)  # a name that is not on the disk leads to nothing after a power cut

    def sync(self) -> None:
        """Return when everything that was written to it before is on the disk. Raises OSError."""
        assert self._fd is not None, "a commit opens it first"
        os.fdatasync(self._fd)

    def close(self) -> None:
        """Let go of it. SQLite holds no locks on this file that this would lose."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None


class Durable:
    """Commits of this process by number, and up to which they are on the disk."""

    def __init__(self, file: Path) -> None:
        self._file = LogFile(file)
        self._thread = NativeThread()
        self._turn = threading.Lock()
        self._committed = self._synced = self._failed = 0
        self.is_in_doubt = False
        """Whether the disk may lack something that was committed: it is made good before anything is written after it."""

    def before_commit(self) -> None:
        """Get ready for what is about to be committed. Raises Unavailable."""
        try:
            self._file.open()
        except OSError as error:
            log.warning("the database's log cannot be opened: %s", error)
            raise Unavailable(AWAY) from error

    def committed(self) -> int:
        """Note a commit; gives its number. One that came after something doubtful is doubtful too."""
        self._committed += 1
        if self.is_in_doubt:
            self._failed = self._committed
        return self._committed

    def made_good(self) -> None:
        """Note that everything committed so far has come onto the disk by another way."""
        self.is_in_doubt = False

    def wait_for(self, number: int) -> None:
        """Return when this commit is on the disk. Raises Unavailable when nobody can know whether it is."""
        with self._turn:
            if max(self._synced, self._failed) < number:
                self._sync()
            if self._synced < number:
                raise Unavailable(AWAY)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _sync(self) -> None:
        """Sync for all that was committed until now. A sync that failed is not tried again: the next would succeed, as the
        system takes what it could not write for written from then on."""
        until = self._committed
        try:
            self._thread.run(self._file.sync)
        except OSError as error:
            log.warning("the database's log cannot be brought onto the disk: %s", error)
            self.is_in_doubt = True
            while self._failed < self._committed:  # another thread may note a commit meanwhile
                self._failed = self._committed
        else:
            self._synced = until


def _sync_folder(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
