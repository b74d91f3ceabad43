"""Asking the database something for monitoring, which would rather hear nothing than wait."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

from webapp.db import DatabaseFailure
from webapp.domain.errors import Unavailable

T = TypeVar("T")
PATIENCE = 3.0
"""Seconds that the database has to answer. Whoever asks, asks again soon."""


class Asker(Generic[T]):
    """Asks one question at a time, beside the request: a database that hangs keeps one connection waiting, not one for each
    time that somebody asks. Who asks meanwhile is given the same answer."""

    def __init__(self) -> None:
        self._asked: Future[T] | None = None

    def answer_of(self, ask: Callable[[], T]) -> T | None:
        """What it answers; None when it fails, or does not answer in time. `ask` runs outside of the request."""
        asked = self._asked
        if asked is None or asked.done():
            asked = self._asked = Future()
            threading.Thread(target=_answer, args=(asked, ask), daemon=True).start()
        try:
            return asked.result(PATIENCE)
        except (DatabaseFailure, Unavailable, OSError, TimeoutError):
            return None


def _answer(asked: Future[T], ask: Callable[[], T]) -> None:
    try:
        asked.set_result(ask())
    except Exception as error:
        asked.set_exception(error)
