"""The tests' own time: it stands still until a test moves it."""

from datetime import UTC, datetime, timedelta

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""A Monday morning: when the cast signs in, and where every test's clock begins."""


class FrozenClock:
    """A clock that a test sets. `now()` is what the application asks."""

    def __init__(self, moment: datetime = START) -> None:
        self._moment = moment

    def now(self) -> datetime:
        """The present moment."""
        return self._moment

    def advance(self, seconds: float) -> datetime:
        """Let time pass, and say what time it is then."""
        self._moment += timedelta(seconds=seconds)
        return self._moment

    def set(self, moment: datetime) -> datetime:
        """Go to a moment."""
        self._moment = moment
        return moment
