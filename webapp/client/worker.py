"""A thread of the client that runs until it is told to stop, and never outlives the program."""

import threading
from types import TracebackType
from typing import Self

GOODBYE = 2  # seconds to wait for a thread that is in the middle of a request


class Worker:
    """Subclasses say what to do in `_work` and look at `_stopping`, or wait on it."""

    def __init__(self, name: str) -> None:
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Stop, and wait a moment for the thread to be gone. May be called by the thread itself."""
        self._stopping.set()
        self._interrupt()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(GOODBYE)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.stop()

    def _work(self) -> None:
        raise NotImplementedError

    def _interrupt(self) -> None:
        """Wake the thread from what it waits for."""
