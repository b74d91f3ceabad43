"""When to say again how many seconds are left."""

from collections.abc import Sequence

from webapp.client.running.notices import COUNTED


class Countdown:
    """Counts down to a moment. Each of the worthwhile numbers comes up once, and only those below the first."""

    def __init__(self, deadline: float, now: float, counted: Sequence[int] = COUNTED) -> None:
        self.deadline = deadline
        self._to_come = [seconds for seconds in counted if seconds < deadline - now - 1]

    def left(self, now: float) -> float:
        """Seconds left."""
        return max(0.0, self.deadline - now)

    def due(self, now: float) -> bool:
        """Whether the seconds left are to be said now."""
        passed = [seconds for seconds in self._to_come if seconds >= self.left(now)]
        self._to_come = self._to_come[len(passed) :]
        return bool(passed)

    def wait(self, now: float) -> float:
        """How long nothing happens."""
        next_number = self._to_come[0] if self._to_come else 0
        return max(0.0, self.left(now) - next_number)
