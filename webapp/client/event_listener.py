"""Listens to the server's events, connecting again whenever the stream breaks. Renews nothing."""

from collections.abc import Callable
from contextlib import suppress

from webapp.client.backoff import Backoff, jittered
from webapp.client.errors import SeatkeeperError
from webapp.client.event_stream import EventStream
from webapp.client.events import Event, Reconnect
from webapp.client.seatkeeper_client import SeatkeeperClient
from webapp.client.steady import steady_now
from webapp.client.worker import Worker

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
LASTING = 10.0  # seconds: a stream that broke sooner does not shorten the pause
MOVING = 2.0  # seconds: after `reconnect` the clients of a server come back spread over this time


class EventListener(Worker):
    """`heard` hears every event. `connected` is called each time the stream stands: what was missed can be asked then."""

    def __init__(
        self,
        client: SeatkeeperClient,
        heard: Callable[[Event], None],
        connected: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__("event-listener")
        self._client, self._heard, self._connected = client, heard, connected
        self._backoff = Backoff(FIRST_PAUSE, LONGEST_PAUSE)
        self._stream: EventStream | None = None
        self._last_id = ""

    def _work(self) -> None:
        while not self._stopping.is_set():
            pause: float | None = None
            with suppress(SeatkeeperError):  # the lease's renewal tells what is wrong, and what was missed
                pause = self._listen()
            self._stopping.wait(self._backoff.pause() if pause is None else pause)

    def _listen(self) -> float | None:
        with self._client.events(self._last_id) as self._stream:
            if self._stopping.is_set():
                return None
            connected = steady_now()
            self._connected()
            for message in self._stream:
                self._last_id = message.last_id or self._last_id
                if steady_now() - connected > LASTING:
                    self._backoff.reset()
                if isinstance(message.event, Reconnect):
                    return jittered(MOVING)
                if message.event is not None:
                    self._heard(message.event)
        return None

    def _interrupt(self) -> None:
        if self._stream is not None:
            self._stream.hang_up()
