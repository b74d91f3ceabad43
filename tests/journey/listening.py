"""Devices that listen to /api/v1/events, each in a thread of its own."""

import threading
from dataclasses import dataclass, field

from webapp.client import SeatkeeperClient, SeatkeeperError
from webapp.client.event_stream import EventStream
from webapp.client.events import Event

OPENING = 20


@dataclass(frozen=True, slots=True)
class Heard:
    """One event, and the id to come back with."""

    event: Event
    last_id: str


@dataclass
class Listener:
    """A stream of one device; open once it is made."""

    url: str
    token: str
    last_id: str = ""
    heard: list[Heard] = field(default_factory=list)
    _open: threading.Event = field(default_factory=threading.Event)
    _stream: EventStream | None = None

    def __post_init__(self) -> None:
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        assert self._open.wait(OPENING), "no event stream was opened"

    def of(self, kind: type[Event]) -> list[Heard]:
        """What it has heard of one kind."""
        return [heard for heard in self.heard if isinstance(heard.event, kind)]

    @property
    def is_over(self) -> bool:
        """Whether the stream has ended."""
        return not self._thread.is_alive()

    def close(self) -> None:
        """Hang up."""
        if self._stream is not None:
            self._stream.hang_up()
        self._thread.join(OPENING)
        assert self.is_over

    def _listen(self) -> None:
        try:
            with SeatkeeperClient(self.url, self.token) as client, client.events(self.last_id) as stream:
                self._stream = stream
                self._open.set()
                for heard in stream:
                    if heard.event is not None:
                        self.heard.append(Heard(heard.event, heard.last_id))
        except SeatkeeperError:
            return  # hung up, or the server has gone
