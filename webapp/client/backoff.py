"""How long to wait before asking again: longer each time, and never in step with the other clients."""

import random


class Backoff:
    """Pauses that double from `first` to `most` seconds, each cut by a random part of up to a half."""

    def __init__(self, first: float, most: float) -> None:
        self._first = first
        self._most = most
        self._next = first

    def pause(self) -> float:
        """The next pause."""
        whole, self._next = self._next, min(self._next * 2, self._most)
        return jittered(whole)

    def reset(self) -> None:
        """It worked: start again from the first pause."""
        self._next = self._first


def jittered(seconds: float) -> float:
    """A span between half of `seconds` and all of it."""
    return seconds * (1 - random.random() / 2)  # noqa: S311 - spreads load, guards nothing
