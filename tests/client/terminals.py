"""A terminal for the tests, with a shell at it that does job control: what a person types and sees."""

import fcntl
import os
import pty
import re
import subprocess
import termios
import threading
from collections.abc import Mapping

from tests.support.eventually import eventually

PROMPT = "ready> "


class TestTerminal:
    """A pseudo-terminal. Everything that appears on it is kept."""

    __test__ = False

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._ours, theirs = pty.openpty()
        self._seen, self._lock = b"", threading.Lock()
        self._shell = subprocess.Popen(
            ["bash", "--norc", "--noprofile", "-i"],
            env={**environment, "PS1": PROMPT, "TERM": "xterm", "HISTFILE": ""},
            stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - no thread runs yet
        )  # fmt: skip
        os.close(theirs)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.sees(PROMPT)

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._ours, keys.encode())

    def sees(self, text: str) -> None:
        """Wait until this text appears, after what was seen before."""
        pattern = re.escape(text.encode())

        def there() -> bool:
            assert re.search(pattern, self._seen), self._seen[-600:]
            return True

        eventually(there, within=60, what=text)
        with self._lock:
            self._seen = re.split(pattern, self._seen, maxsplit=1)[1]

    def close(self) -> None:
        """Close the window."""
        self._shell.kill()
        self._shell.wait(30)
        self._reader.join(5)
        os.close(self._ours)

    def _read(self) -> None:
        while True:
            try:
                appeared = os.read(self._ours, 4096)
            except OSError:  # the last program has closed it
                return
            with self._lock:
                self._seen += appeared
