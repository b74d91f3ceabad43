"""Moving pages from SQLite's log into the main file, in a server: beside the writing, and in nobody's way but for a moment.

SQLite does it by itself within a commit. In a server commits are made where everybody waits for them, so it is done here,
on a native thread.
"""

import logging
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from time import monotonic

from webapp.db.offload import NativeThread, under_gevent
from webapp.db.sqlite import CHECKPOINT_PAGES
from webapp.db.turns import Turns

log = logging.getLogger(__name__)
READERS_HAVE_MS = 200
"""How long the moment waits for readers of what is to be written over."""
NOT_AGAIN_WITHIN = 1.0


class Checkpoints:
    """Those of one process. Outside a server SQLite makes them itself."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._turns = Turns(database)
        self._thread = NativeThread()
        self._is_left_to_us = under_gevent()
        self._not_before = 0.0

    def begin(self) -> None:
        """Make one, beside whoever asks for it; not twice within a second."""
        if self._is_left_to_us and monotonic() >= self._not_before:
            self._not_before = monotonic() + NOT_AGAIN_WITHIN
            threading.Thread(target=self._thread.run, args=(self.make,), daemon=True).start()

    def make(self) -> None:
        """Move most pages while others write, and the rest, with the beginning of a new log, in a turn of its own."""
        try:
            with closing(
                sqlite3.connect(self._database, READERS_HAVE_MS / 1000, isolation_level=None)
            ) as mine:
                _, pages, moved = mine.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
                if pages - moved < CHECKPOINT_PAGES / 2:
                    self._begin_log_anew(mine)
        except sqlite3.Error as error:
            log.warning("the database's log stays long for now: %s", error)

    def close(self) -> None:
        """Close the lock files."""
        self._turns.close()

    def _begin_log_anew(self, mine: sqlite3.Connection) -> None:
        self._turns.take()
        try:
            is_busy, *_ = mine.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()
            if not is_busy:
                mine.execute(
                    "PRAGMA user_version=0"
                )  # the first write waits for the disk: let it be this one
        finally:
            self._turns.give_back()
