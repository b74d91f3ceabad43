"""What the server's clock shows. The times of two machines are never compared: this device's time of day is not asked.

Every answer carries the server's time (`Date`, whole seconds). It was stamped between the moments of sending and of
receiving, both taken from a steady clock, so it bounds how far the two clocks are apart; several answers narrow it.
"""

import threading
from datetime import datetime
from email.utils import parsedate_to_datetime

RESOLUTION = 1.0  # seconds: `Date` has no fractions


class ServerClock:
    """Translates moments of the server into moments of the steady clock. Used by several threads at once."""

    def __init__(self) -> None:
        self._bounds: tuple[float, float] | None = None
        self._lock = threading.Lock()

    def hear(self, date: str | None, sent: float, received: float) -> None:
        """Learn from an answer that was asked for at `sent` and arrived at `received`."""
        try:
            stamp = parsedate_to_datetime(date or "").timestamp()
        except ValueError:
            return
        low, high = stamp - received, stamp + RESOLUTION - sent
        with self._lock:
            if self._bounds is not None:
                narrowed = max(low, self._bounds[0]), min(high, self._bounds[1])
                # No overlap: one of the clocks was set meanwhile, and only the latest answer counts.
                low, high = narrowed if narrowed[0] <= narrowed[1] else (low, high)
            self._bounds = low, high

    def moment(self, at: datetime) -> float | None:
        """The steady moment at which the server's clock shows `at`; None before the first answer."""
        with self._lock:
            bounds = self._bounds
        return None if bounds is None else at.timestamp() - sum(bounds) / 2

    def deadline(self, at: datetime, at_most: float | None, learned: float) -> float:
        """The steady moment of a deadline that was learned at `learned` and cannot be more than `at_most` seconds off."""
        limit = None if at_most is None else learned + at_most
        moment = self.moment(at)
        if moment is None:
            return learned if limit is None else limit
        return moment if limit is None else min(moment, limit)
