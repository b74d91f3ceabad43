"""The terminal that `seat run` was started from: who is in its foreground, and what state its modes are in."""

import os
import signal
import stat
import termios
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Self


class Terminal:
    """The controlling terminal of this process."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._modes: list[Any] | None = None

    @classmethod
    def current(cls) -> Self | None:
        """The terminal, if this process has one."""
        try:
            return cls(os.open("/dev/tty", os.O_RDWR | os.O_CLOEXEC))
        except OSError:
            return None

    def is_ours(self) -> bool:
        """Whether this process is in the foreground: it was not started with `&` and not sent to the background."""
        return self._is_held_by(os.getpgrp())

    def _is_held_by(self, group: int) -> bool:
        try:
            return os.tcgetpgrp(self._handle) == group
        except OSError:
            return False  # the window was closed

    def hand_to(self, group: int) -> None:
        """Put a process group into the foreground: it reads the keys and gets Ctrl-C and Ctrl-Z."""
        with writing_from_background(), suppress(OSError):
            os.tcsetpgrp(self._handle, group)

    def take_back_from(self, group: int) -> None:
        """Put ourselves into the foreground again, if this group has it from us."""
        if self._is_held_by(group):
            self.hand_to(os.getpgrp())

    def save_modes(self) -> None:
        """Remember the modes (echo, line editing, …) as they are now."""
        self._modes = self.modes()

    def restore_modes(self) -> None:
        """Set the modes to what was remembered: a program that was killed could not do so itself."""
        self.set_modes(self._modes)

    def modes(self) -> list[Any] | None:
        """The modes as they are now; None where that cannot be told."""
        with suppress(termios.error):
            return termios.tcgetattr(self._handle)
        return None

    def set_modes(self, modes: list[Any] | None) -> None:
        """Set the modes to what they were at some time."""
        if modes is not None:
            with writing_from_background(), suppress(termios.error):
                termios.tcsetattr(self._handle, termios.TCSADRAIN, modes)


def in_pipeline() -> bool:
    """Whether standard input or output is a pipe: the shell's other programs of that line are in our process group."""
    return any(_is_pipe(handle) for handle in (0, 1))


def _is_pipe(handle: int) -> bool:
    try:
        return stat.S_ISFIFO(os.fstat(handle).st_mode)
    except OSError:
        return False


@contextmanager
def writing_from_background() -> Iterator[None]:
    """The kernel stops a background process that changes the terminal, unless the signal for that is held off."""
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
