"""Seeing SQLite's log onto the disk: after the write lock was let go, and before anybody is answered (decision 0036).

SQLite commits without waiting for the disk (`synchronous=NORMAL`), and does by itself what makes a checkpoint safe. What is
left of `synchronous=FULL`, one `fdatasync` of the log after each commit, stands here, where all that was committed meanwhile,
by any process of the server, shares the next one.
"""

import fcntl
import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from webapp.db.checkpoints import Checkpoints
from webapp.db.log_file import LogFile
from webapp.db.marks import Marks
from webapp.db.offload import NativeThread
from webapp.db.trouble import AWAY
from webapp.domain.errors import Unavailable

log = logging.getLogger(__name__)


class Durable:
    """Commits by number, and the waiting for their being on the disk. `marks`: shared by the processes of one server."""

    def __init__(self, database: Path, marks: Marks) -> None:
        self._file = LogFile(database)
        self._checkpoints = Checkpoints(database)
        self._marks = marks
        self._thread = NativeThread()
        self._turn = threading.Lock()
        self._lock = os.open(database.with_name(database.name + ".sync"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)  # fmt: skip

    @property
    def is_in_doubt(self) -> bool:
        """Whether something is to be made good before anything is written."""
        return self._marks.is_in_doubt

    def before_commit(self) -> None:
        """Get ready for what is about to be committed. Raises Unavailable."""
        try:
            self._file.open()
        except OSError as error:
            log.warning("the database's log cannot be opened: %s", error)
            raise Unavailable(AWAY) from error

    def committed(self) -> int:
        """Note a commit, by whoever has the turn to write; gives its number."""
        return self._marks.next_commit()

    def made_good(self) -> None:
        """Note that everything committed so far has come onto the disk by another way."""
        self._marks.made_good()

    def wait_for(self, number: int) -> None:
        """Return when this commit is on the disk. Raises Unavailable when nobody can know whether it is."""
        if self._marks.synced >= number:
            return
        with self._turn:
            if self._marks.settled < number:
                self._thread.run(lambda: self._sync(number))
        if self._marks.synced < number:
            raise Unavailable(AWAY)
        if self._file.is_long():
            self._checkpoints.begin()

    def close(self) -> None:
        """Let go of the files."""
        self._checkpoints.close()
        self._file.close()
        os.close(self._lock)

    def _sync(self, number: int) -> None:
        """Sync for all that was committed until now, unless another process has done so meanwhile. A sync that failed is not
        tried again: the next would succeed, as the system takes what it could not write for written from then on."""
        with self._alone_among_processes():
            if self._marks.settled >= number:
                return
            until = self._marks.committed
            try:
                self._file.sync()
            except OSError as error:
                log.warning("the database's log cannot be brought onto the disk: %s", error)
                self._marks.note_failed()
            else:
                self._marks.note_synced(until)

    @contextmanager
    def _alone_among_processes(self) -> Iterator[None]:
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._lock, fcntl.LOCK_UN)
