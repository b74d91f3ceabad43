"""Notifications on the desktop, where there is one.

The desktop's own command does it. The libraries for this (desktop-notifier and its like) bring an event loop and a
D-Bus or Objective-C bridge each, for one message; `notify-send` and `osascript` are there wherever a desktop is.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence

TITLE = "Seatkeeper"
_SCRIPT = 'on run argv\ndisplay notification (item 2 of argv) with title (item 1 of argv) sound name "Ping"\nend run'


def command(
    text: str, platform: str = sys.platform, environ: Mapping[str, str] = os.environ
) -> Sequence[str] | None:
    """The command that shows `text`; None where there is no desktop. The text is an argument, never code."""
    if platform == "darwin":
        return ["/usr/bin/osascript", "-e", _SCRIPT, TITLE, text]
    if not (environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")):
        return None
    tool = shutil.which("notify-send", path=environ.get("PATH"))
    # A body may hold markup, which a name could contain by accident: the text goes where none is read.
    return [tool, "--urgency=critical", f"--app-name={TITLE}", "--", text] if tool else None


class Desktop:
    """Shows notifications without waiting for them."""

    def __init__(self) -> None:
        self._shown: list[subprocess.Popen[bytes]] = []

    def notify(self, text: str) -> None:
        """Show a notification; where that is not possible the terminal has said it anyway."""
        self._shown = [process for process in self._shown if process.poll() is None]
        arguments = command(text)
        if arguments is None:
            return
        quiet = subprocess.DEVNULL
        try:
            self._shown.append(
                subprocess.Popen(arguments, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)  # noqa: S603
            )
        except OSError:
            return
