"""What a watched session waits for: somebody to join it, or to be resumed. Each piece of news is told once."""

from collections.abc import Callable
from datetime import datetime

from webapp.client.answers import Session
from webapp.client.happenings import Happening, Joined, NewCode, Paused, Resumed
from webapp.client.server_clock import ServerClock
from webapp.client.steady import steady_now


class WaitingNews:
    """Remembers what was told. Events and renewals tell the same things, in any order and more than once."""

    def __init__(self, session: Session, clock: ServerClock, told: Callable[[Happening], None]) -> None:
        self._clock, self._told = clock, told
        self.begin(session)

    @property
    def is_paused(self) -> bool:
        """Whether the session holds nothing until it is resumed."""
        return self._paused

    def begin(self, session: Session) -> None:
        """This is the session from now on, and it is known how it stands."""
        self._paused = session.paused
        self._joined = session.joined_at is not None
        self._code = session.code

    def take(self, session: Session) -> None:
        """An answer of the server says how the session stands."""
        if session.paused and session.expires_at is not None:
            self.pause(session.expires_at)
        else:
            self.resume()
        if session.joined_at is not None:
            self.join(session.remote)
        if session.code not in (None, self._code):
            self._code = session.code
            self._told(NewCode(session))

    def join(self, remote: str) -> None:
        """Somebody has joined."""
        if not self._joined:
            self._joined = True
            self._told(Joined(remote))

    def pause(self, until: datetime) -> None:
        """It is paused."""
        if not self._paused:
            self._paused = True
            moment = self._clock.moment(until)
            self._told(Paused(until, steady_now() if moment is None else moment))

    def resume(self) -> None:
        """It is not paused."""
        if self._paused:
            self._paused = False
            self._told(Resumed())
