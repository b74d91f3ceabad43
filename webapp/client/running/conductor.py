"""The loop of `seat run` while the program runs: says what happens to the session, and ends the program when it must."""

import signal

from webapp.client.exit_status import ENDED
from webapp.client.happenings import (
    AdmittedAgain,
    Ending,
    Happening,
    Kept,
    LeaseLost,
    Over,
    Paused,
    Resumed,
)
from webapp.client.running.countdown import Countdown
from webapp.client.running.inbox import Inbox, Item
from webapp.client.running.notices import Notices, seconds_text
from webapp.client.running.pause import Pause
from webapp.client.running.program import Program
from webapp.client.steady import steady_now

GRACE = 5.0  # seconds between asking the program to end and ending it
NOTICE_OF_LOSS = 30.0  # seconds a program has after its license was lost
LOOK = 0.2  # seconds between two looks whether what the program started is gone
LONGEST_WAIT = 5.0  # seconds: waiting does not count the time that a device slept
PASSED_ON = (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM, signal.SIGHUP)
FINAL = (signal.SIGTERM, signal.SIGHUP)
ENDINGS = {
    "terminated": "Your session was ended.",
    "closed_by_client": "Your session was ended from this device.",
    "pause_expired": "The paused session has expired.",
    "ppu_used_up": "The pay-per-use minutes are used up.",
}


class Conductor:
    """Reads the inbox until the program is gone."""

    def __init__(
        self, program: Program, inbox: Inbox, notices: Notices, notice_of_loss: float = NOTICE_OF_LOSS
    ) -> None:
        self._program, self._inbox, self._notices = program, inbox, notices
        self._notice_of_loss = notice_of_loss
        self._ending: Countdown | None = None
        self._loss: Countdown | None = None
        self._pause: Pause | None = None
        self._kill_at: float | None = None
        self._ended_from_outside = False
        self._status: int | None = None

    def conduct(self) -> int:
        """The exit status: the program's own, or ENDED when it had to be ended."""
        while not self._is_gone():
            item = self._inbox.wait(self._wait(steady_now()))
            if item is not None:
                self._handle(item)
            self._watch_time(steady_now())
        return ENDED if self._ended_from_outside or self._status is None else self._status

    def _is_gone(self) -> bool:
        if self._status is None:
            self._status = self._program.look()
        if self._status is None:
            return False
        return self._kill_at is None or not self._program.has_left_something()

    def _handle(self, item: Item) -> None:
        if isinstance(item, signal.Signals):
            self._pass_on(item)
        elif self._kill_at is None:
            self._tell(item)

    def _pass_on(self, number: signal.Signals) -> None:
        if number == signal.SIGCONT:
            self._program.go_on()
        elif self._pause is not None and number in PASSED_ON and self._kill_at is None:
            self._end("Stopped by you.")
        elif number in PASSED_ON:
            self._program.pass_on(number)
        if number in FINAL and self._kill_at is None:
            self._kill_at = steady_now() + GRACE

    def _tell(self, news: Happening) -> None:
        now = steady_now()
        match news:
            case Ending(deadline, message):
                self._ending = Countdown(deadline, now)
                text = message or "Your session is being ended."
                self._notices.announce(f"{text} ({seconds_text(self._ending.left(now))} left)")
            case Kept():
                self._ending = None
                self._notices.announce("Your session is kept: the termination was taken back.")
            case LeaseLost(why, usage_url):
                self._loss = self._loss or Countdown(now + self._notice_of_loss, now)
                left = f"Unless one is free again, the program ends in {seconds_text(self._loss.left(now))}."
                lines = ["The license was lost.", why, left, usage_url or ""]
                self._notices.announce(" ".join(line for line in lines if line))
            case AdmittedAgain():
                self._loss = self._ending = None
                self._notices.announce("The license had been lost; you have one again.")
            case Paused(until, deadline):
                self._pause = self._pause or Pause(self._program, self._notices, until, deadline, now)
            case Resumed() if self._pause is not None:
                self._pause = None
                self._notices.announce("Your session goes on, and the program with it.")
                self._program.resume()
            case Over(reason, message):
                self._end(ENDINGS.get(reason) or message or "The session is over.")

    def _countdown(self) -> Countdown | None:
        running = [countdown for countdown in (self._ending, self._loss) if countdown is not None]
        return min(running, key=lambda countdown: countdown.deadline, default=None)

    def _wait(self, now: float) -> float:
        if self._kill_at is not None:
            return min(LOOK, max(0.0, self._kill_at - now))
        running = [part.wait(now) for part in (self._countdown(), self._pause) if part is not None]
        return min([LONGEST_WAIT, *running])

    def _watch_time(self, now: float) -> None:
        countdown = self._countdown()
        if self._kill_at is not None:
            if now >= self._kill_at:
                self._program.signal(signal.SIGKILL)
                self._kill_at = now + LOOK
        elif self._pause is not None:
            if self._pause.has_expired(now):
                self._end(ENDINGS["pause_expired"])
        elif countdown is not None and countdown.left(now) <= 0:
            self._end("The session is over.")
        elif countdown is not None and countdown.due(now):
            self._notices.say(f"{seconds_text(countdown.left(now))} left.")

    def _end(self, why: str) -> None:
        self._notices.announce(f"{why} The program is being ended.")
        self._ended_from_outside = True
        self._kill_at = steady_now() + GRACE
        self._program.signal(signal.SIGTERM)
        if self._pause is not None:
            self._pause = None
            self._program.resume()
        self._program.signal(signal.SIGCONT)  # one that is stopped could not even hear that
