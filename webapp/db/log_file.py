"""SQLite's write-ahead log as a file: synced by us, and looked at for its length (https://sqlite.org/fileformat2.html#walformat)."""

import os
from pathlib import Path

from webapp.db.sqlite import CHECKPOINT_PAGES

HEAD, FRAME_HEAD = 32, 24
"""Bytes at the beginning of the log, and before each page in it."""
PAGE_SIZE, SALTS, SALTS_OF_FRAME = slice(8, 12), slice(16, 24), slice(8, 16)


class LogFile:
    """The log's file (`-wal`). It is opened before what is to be synced is written: the system tells of a write that failed
    later only those who had the file open."""

    def __init__(self, database: Path) -> None:
        self._file = database.with_name(database.name + "-wal")
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

    def is_long(self) -> bool:
        """Whether it has so many pages that they should move into the main file.

        A log that was begun anew keeps its size, and what stands behind its end is of the one before: that tells by the salts.
        """
        assert self._fd is not None
        head = os.pread(self._fd, HEAD, 0)
        if len(head) < HEAD:
            return False
        page_size = int.from_bytes(head[PAGE_SIZE])
        last = HEAD + (CHECKPOINT_PAGES - 1) * (FRAME_HEAD + page_size)
        return os.pread(self._fd, FRAME_HEAD, last)[SALTS_OF_FRAME] == head[SALTS]

    def close(self) -> None:
        """Let go of it. SQLite holds no locks on this file that this would lose."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None


def _sync_folder(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
