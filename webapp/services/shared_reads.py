"""What one look at the database tells, for everybody who was woken by the same change."""

import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


class SharedReads:
    """Answers that are worked out once. Made after a change, and given to those whom the change wakes: whatever is read through
    it was read after that change, and whoever is woken by the next one is given another."""

    def __init__(self) -> None:
        self._known: dict[Hashable, Any] = {}
        self._lock = threading.RLock()

    def once(self, key: Hashable, read: Callable[[], T]) -> T:
        """The answer to `key`: worked out by whoever asks first. An error is nobody's answer: the next one tries again."""
        with self._lock:
            if key not in self._known:
                self._known[key] = read()
            answer: T = self._known[key]
            return answer
