"""Where everything that happens to `seat run` arrives: signals, and news of its session. One loop reads it."""

import queue
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from webapp.client.happenings import Happening

Item = Happening | signal.Signals
CAUGHT = (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD, signal.SIGCONT)


class Inbox:
    """Filled by signal handlers and threads (a SimpleQueue allows both), emptied by the main thread."""

    def __init__(self) -> None:
        self._items: queue.SimpleQueue[Item] = queue.SimpleQueue()

    def put(self, item: Item) -> None:
        """Something happened."""
        self._items.put(item)

    def wait(self, seconds: float) -> Item | None:
        """The next thing that happened; None when nothing did for so long."""
        try:
            return self._items.get(timeout=max(0.0, seconds))
        except queue.Empty:
            return None

    @contextmanager
    def catching_signals(self) -> Iterator[None]:
        """Turn signals into items. What was ignored when we were started (nohup) stays ignored."""

        def catch(number: int, frame: FrameType | None) -> None:
            self.put(signal.Signals(number))

        wanted = [number for number in CAUGHT if signal.getsignal(number) is not signal.SIG_IGN]
        before = {number: signal.signal(number, catch) for number in wanted}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
