"""Writes whose answer need not wait for them: collected, and written together a moment later (decision 0019)."""

import logging
import threading
from collections.abc import Callable, Hashable
from typing import Any

from sqlalchemy import Connection

from webapp.db.prepared import Prepared, Values

log = logging.getLogger(__name__)
EVERY_SECONDS = 0.5
RETRY_SECONDS = 1.0
AT_ONCE = 500
"""How many stand in one transaction at most, so that nobody else waits for it long."""
AT_ONCE_IN_PLACE = 25
"""The same where requests are served in the very thread that writes (decision 0037)."""
Write = Callable[[Callable[[Connection], None]], None]


class Later:
    """The writes of one statement, by key: of several with one key the last is written. Until it was started, and so in
    commands and tests, each is written at once."""

    def __init__(self, write: Write, statement: Prepared, at_once: int = AT_ONCE) -> None:
        self._write = write
        self._statement = statement
        self._at_once = at_once
        self._flushing = threading.Lock()
        self._waiting: dict[Hashable, Values] = {}
        self._something = threading.Event()
        self._is_started = False

    def start(self) -> None:
        """Collect from now on."""
        self._is_started = True
        threading.Thread(target=self._go_on, name="later", daemon=True).start()

    def put(self, key: Hashable, values: Values) -> None:
        """Write this within the second; where nothing is collected, now."""
        self._waiting[key] = values
        if self._is_started:
            self._something.set()
        else:
            self.flush()

    def flush(self) -> None:
        """Write what was collected, and return when it is, also where that is under way. What fails is kept, unless something
        newer has come meanwhile, and its error raised."""
        with self._flushing:
            self._flush()

    def _flush(self) -> None:
        collected, self._waiting = self._waiting, {}
        keys = sorted(
            collected, key=repr
        )  # in one order, so that processes do not wait for each other in a ring
        while keys:
            now, keys = keys[: self._at_once], keys[self._at_once :]
            try:
                self._write_all([collected[key] for key in now])
            except Exception:
                self._waiting = {**{key: collected[key] for key in (*now, *keys)}, **self._waiting}
                raise

    def _write_all(self, values: list[Values]) -> None:
        self._write(lambda tx: self._statement.run_many(tx, values))

    def _go_on(self) -> None:
        pause: Any = threading.Event()
        while True:
            self._something.wait()
            self._something.clear()
            pause.wait(EVERY_SECONDS)
            try:
                self.flush()
            except Exception:
                log.exception("what was to be written later was not written, trying again")
                pause.wait(RETRY_SECONDS)
                self._something.set()
