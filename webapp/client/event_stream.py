"""An open event stream: typed events as they arrive, and a way to end it from another thread."""

import socket
from collections.abc import Iterator
from contextlib import suppress

import httpx
from httpx_sse import EventSource

from webapp.client.events import Heard, parse


class EventStream:
    """Iterate over it to hear; `hang_up` ends the iteration."""

    def __init__(self, response: httpx.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[Heard]:
        return map(parse, EventSource(self._response).iter_sse())

    def hang_up(self) -> None:
        """End the stream from another thread than the one that reads it; that one gets an error or the end."""
        network = self._response.extensions.get("network_stream")
        line = network.get_extra_info("socket") if network is not None else None
        if line is not None:
            with suppress(OSError):  # it broke by itself meanwhile
                line.shutdown(socket.SHUT_RDWR)
