"""What `seat run` says to the person at the program: in the terminal, and on the desktop where there is one."""

import sys

from webapp.client.printable import printable
from webapp.client.running.desktop import Desktop
from webapp.client.running.terminal import writing_from_background

COUNTED = (300, 120, 60, 30, 10, 5)  # seconds left that are worth another line


def seconds_text(seconds: float) -> str:
    """A number of seconds in words."""
    whole = max(0, round(seconds))
    return f"{whole} second" if whole == 1 else f"{whole} seconds"


def span_text(seconds: float) -> str:
    """A longer span in words, in whole hours or minutes: it is said just when such a number of them is left."""
    minutes = max(1, round(seconds / 60))
    number, unit = (minutes // 60, "hour") if minutes % 60 == 0 else (minutes, "minute")
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


class Notices:
    """Writes to standard error. The program may have the terminal in raw mode: lines bring their own return."""

    def __init__(self) -> None:
        self._desktop = Desktop()
        self._in_terminal = sys.stderr.isatty()

    def say(self, text: str) -> None:
        """One line in the terminal."""
        start, end = ("\r", "\r\n") if self._in_terminal else ("", "\n")
        self._write(f"{start}seat: {printable(text)}{end}")

    def announce(self, text: str) -> None:
        """The same with a bell, and on the desktop: nobody may miss it."""
        if self._in_terminal:
            self._write("\a")
        self.say(text)
        self._desktop.notify(printable(text))

    def _write(self, text: str) -> None:
        try:
            with writing_from_background():
                sys.stderr.write(text)
                sys.stderr.flush()
        except OSError:
            return  # the window was closed: the session is kept and closed all the same
