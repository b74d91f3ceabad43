"""What one open stream waits for."""

import threading
from collections import deque

from webapp.services.follow_sessions import SessionChange
from webapp.services.shared_reads import SharedReads


class Subscription:
    """One open stream of an account: woken when something concerns it, and now and then to say that it is still there.

    A device's stream (`pair` set) collects the changes of its sessions; a console's only learns that something changed, and
    is given `reads`, which all that were woken by the same change share.
    """

    def __init__(self, account_id: int, pair: tuple[int, int] | None = None) -> None:
        self.account_id = account_id
        self.pair = pair
        self.stopping = False
        self.is_open = True
        self.reads = SharedReads()
        self._happened = False
        self._woken = threading.Event()
        self._access_changed = False
        self._changes: deque[SessionChange] = deque()

    def wake(self, reads: SharedReads, *, access: bool = False) -> None:
        """Something changed; `access`: who may do what, too."""
        self.reads = reads
        self._access_changed |= access
        self._happen()

    def tell(self, changes: list[SessionChange]) -> None:
        """These changes concern this device."""
        self._changes.extend(changes)
        self._happen()

    def stop(self) -> None:
        """The server is stopping: the stream is to end."""
        self.stopping = True
        self._happen()

    def stir(self) -> None:
        """Nothing happened: the stream is to say that it is still there."""
        self._woken.set()

    def wait(self) -> bool:
        """Wait until woken; False when nothing has happened for a while. Without a timer: 10,000 of them would cost more than
        what they are for."""
        self._woken.wait()
        self._woken.clear()
        happened, self._happened = self._happened, False
        return happened

    def _happen(self) -> None:
        self._happened = True
        self._woken.set()

    def take_changes(self) -> list[SessionChange]:
        """The changes told since the last call."""
        return [self._changes.popleft() for _ in range(len(self._changes))]

    def take_access_changed(self) -> bool:
        """Whether who may do what has changed since the last call."""
        changed, self._access_changed = self._access_changed, False
        return changed
