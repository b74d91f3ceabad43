"""A program whose session is paused: stopped in two steps, told when that is over, and told again before."""

from datetime import datetime

from webapp.client.running.countdown import Countdown
from webapp.client.running.notices import Notices, span_text
from webapp.client.running.program import Program

TIDYING = 1.0  # seconds between asking the program to stop and stopping it
WARNED = (3600, 600)  # seconds before a paused session expires


class Pause:
    """From the moment that the session is paused until it goes on or is over."""

    def __init__(
        self, program: Program, notices: Notices, until: datetime, deadline: float, now: float
    ) -> None:
        self._program, self._notices = program, notices
        self._stop_at: float | None = now + TIDYING
        self._countdown = Countdown(deadline, now, WARNED)
        last = until.astimezone().strftime("%Y-%m-%d %H:%M")
        notices.announce(
            "Your session is paused and holds no license; the program is stopped. "
            f"It may stay so until {last}. To go on: seat resume. Ctrl-C ends it."
        )
        program.ask_to_stop()

    def wait(self, now: float) -> float:
        """How long nothing happens."""
        until_stop = self._countdown.wait(now) if self._stop_at is None else self._stop_at - now
        return max(0.0, min(until_stop, self._countdown.wait(now)))

    def has_expired(self, now: float) -> bool:
        """Do what is due by now; whether the session is over because nobody resumed it."""
        if self._stop_at is not None and now >= self._stop_at:
            self._stop_at = None
            self._program.stop()
        if self._countdown.left(now) <= 0:
            return True
        if self._countdown.due(now):
            left = span_text(self._countdown.left(now))
            self._notices.announce(
                f"The paused session expires in {left}, and the program ends with it. To go on: seat resume."
            )
        return False
