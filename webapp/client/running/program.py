"""The program under the session, in a process group of its own so that it can be ended with all that it started."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Self

from webapp.client.exit_status import SIGNALLED
from webapp.client.running.terminal import Terminal, in_pipeline

PR_SET_PDEATHSIG = 1
ASKED_FOR_TERMINAL = (signal.SIGTTIN, signal.SIGTTOU)


class Program:
    """A started program.

    In the foreground of a terminal its group gets the terminal, as a shell would do it: the program reads the keys, and
    Ctrl-C is the program's. In a pipeline (`seat run -- ssh host | less`) the programs beside it need the terminal as
    well, so there it stays in the group of the pipeline, and ending it ends the program itself only.
    """

    def __init__(self, process: subprocess.Popen[bytes], terminal: Terminal | None, own_group: bool) -> None:
        self._process, self._terminal, self._own_group = process, terminal, own_group
        self.died_of_signal = False
        self._paused = False
        self._modes_when_paused: list[Any] | None = None

    @classmethod
    def start(cls, command: Sequence[str]) -> Self:
        """Start it. Raises OSError when it cannot be. Call this before any thread is started."""
        terminal = Terminal.current()
        foreground = terminal is not None and terminal.is_ours()
        own_group = not (foreground and in_pipeline())
        hand_over = terminal if foreground and own_group else None
        if terminal is not None:
            terminal.save_modes()

        def in_the_child() -> None:
            _die_with_parent()
            if hand_over is not None:  # done here: before the program can ask for a key
                hand_over.hand_to(os.getpid())

        process = subprocess.Popen(  # noqa: S603 - running what the person asked for is the purpose
            command,
            process_group=0 if own_group else None,
            preexec_fn=in_the_child,  # noqa: PLW1509 - safe: no thread has been started yet
        )
        return cls(process, terminal, own_group)

    def look(self) -> int | None:
        """The exit status once the program is gone. A program that was stopped (Ctrl-Z) stops us with it."""
        pid, status = os.waitpid(self._process.pid, os.WNOHANG | os.WUNTRACED)
        if pid == 0:
            return None
        if os.WIFSTOPPED(status):
            self._stopped(os.WSTOPSIG(status))
            return None
        code = os.waitstatus_to_exitcode(status)
        self._process.returncode = code
        self.died_of_signal = code < 0
        return SIGNALLED - code if code < 0 else code

    def signal(self, number: int) -> None:
        """Send a signal to the program and to what it started."""
        with suppress(ProcessLookupError, PermissionError):
            if self._own_group:
                os.killpg(self._process.pid, number)
            elif self._process.returncode is None:
                os.kill(self._process.pid, number)

    def pass_on(self, number: int) -> None:
        """Pass on a signal that was sent to us. In a pipeline the keys' signals reach the program by themselves."""
        if self._own_group or number not in (signal.SIGINT, signal.SIGQUIT):
            self.signal(number)

    def has_left_something(self) -> bool:
        """Whether programs that it started are still there."""
        if not self._own_group:
            return False
        try:
            os.killpg(self._process.pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            pass
        return True

    def ask_to_stop(self) -> None:
        """The session is paused: stop like for Ctrl-Z, so that it may put its terminal in order."""
        self._paused = True
        self.signal(signal.SIGTSTP)

    def stop(self) -> None:
        """Stop it with all that it started, whatever it says to that. The terminal is ours until it goes on."""
        self.signal(signal.SIGSTOP)
        if self._own_group and self._terminal is not None:
            self._modes_when_paused = self._terminal.modes()
            self._terminal.take_back_from(self._process.pid)
            if self._terminal.is_ours():
                self._terminal.restore_modes()

    def resume(self) -> None:
        """It goes on, with the terminal as it had it."""
        self._paused = False
        modes, self._modes_when_paused = self._modes_when_paused, None
        if self._terminal is not None and self._terminal.is_ours():
            self._terminal.set_modes(modes)
        self.go_on()
        self.signal(signal.SIGCONT)

    def go_on(self) -> None:
        """We were continued (`fg`, `bg`): so is the program, in the foreground if we are, unless its session is paused."""
        if not self._own_group or self._paused:
            return
        if self._terminal is not None and self._terminal.is_ours():
            self._terminal.hand_to(self._process.pid)
        self.signal(signal.SIGCONT)

    def give_terminal_back(self) -> None:
        """After the end: the terminal is ours again, in the state in which it was if the program could not tidy up."""
        if self._terminal is None:
            return
        if self._own_group:
            self._terminal.take_back_from(self._process.pid)
        if self.died_of_signal and self._terminal.is_ours():
            self._terminal.restore_modes()

    def _stopped(self, by: int) -> None:
        if not self._own_group or self._paused:
            return  # the same Ctrl-Z has stopped us already, or we have stopped it
        if by in ASKED_FOR_TERMINAL and self._terminal is not None and self._terminal.is_ours():
            self.go_on()  # we came to the foreground while running: shells send no signal for that
            return
        if self._terminal is not None:
            self._terminal.take_back_from(self._process.pid)
        os.killpg(0, signal.SIGTSTP)  # returns when continued, or at once where no shell could continue us
        self.go_on()


def _die_with_parent() -> None:
    """When `seat` is killed outright, its lease lapses: the program must not go on without a license (Linux can tell)."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
