"""What one open stream waits for."""

import threading
from collections import deque

from webapp.services.follow_sessions import SessionChange


class Subscription:
    """One open stream of an account: woken when something concerns it.

    A device's stream (`pair` set) collects the changes of its sessions; a console's only learns that something changed.
    """

    def __init__(self, account_id: int, pair: tuple[int, int] | None = None) -> None:
        self.account_id = account_id
        self.pair = pair
        self.stopping = False
        self._woken = threading.Event()
        self._access_changed = False
        self._changes: deque[SessionChange] = deque()

    def wake(self, *, access: bool = False) -> None:
        """Something changed; `access`: who may do what, too."""
        self._access_changed |= access
        self._woken.set()

    def tell(self, changes: list[SessionChange]) -> None:
        """These changes concern this device."""
        self._changes.extend(changes)
        self._woken.set()

    def stop(self) -> None:
        """The server is stopping: the stream is to end."""
        self.stopping = True
        self._woken.set()

    def wait(self, seconds: float) -> bool:
        """Wait until woken; False when nothing happened for so long."""
        woken = self._woken.wait(seconds)
        self._woken.clear()
        return woken

    def take_changes(self) -> list[SessionChange]:
        """The changes told since the last call."""
        return [self._changes.popleft() for _ in range(len(self._changes))]

    def take_access_changed(self) -> bool:
        """Whether who may do what has changed since the last call."""
        changed, self._access_changed = self._access_changed, False
        return changed
