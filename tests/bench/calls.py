"""Requests at moments that are set beforehand, over connections that are kept: a slow answer delays no other request's moment, and
each latency counts from when its request was due. Loopback only."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

HEAD_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Call:
    """A request, when it is due, and who is told its status, its body, and its latency in milliseconds."""

    kind: str
    request: bytes
    due: float
    done: Callable[[int, bytes, float], None]


class Connection(asyncio.Protocol):
    """One connection that is kept: one request at a time."""

    def __init__(self, idle: Callable[["Connection"], None]) -> None:
        self._idle = idle
        self._call: Call | None = None
        self._got = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ready for the first request."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def ask(self, call: Call) -> None:
        """Send a request."""
        assert self._transport is not None
        self._call, self._got = call, b""
        self._transport.write(call.request)

    def data_received(self, data: bytes) -> None:
        """Hand the answer over once it is whole."""
        self._got += data
        head, found, body = self._got.partition(HEAD_END)
        if not found or len(body) < _length(head) or self._call is None:
            return
        call, self._call = self._call, None
        call.done(int(head[9:12]), body, (time.perf_counter() - call.due) * 1000)
        self._idle(self)

    def connection_lost(self, _error: Exception | None) -> None:
        """A request that gets no answer has failed."""
        if self._call is not None:
            self._call.done(0, b"", 0.0)

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.abort()


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line[15:])
    return 0


class Callers:
    """Some connections, and the calls that wait for one of them."""

    def __init__(self, url: str) -> None:
        self._where = urlsplit(url)
        assert self._where.hostname == "127.0.0.1", "load goes to loopback only"
        self._free: list[Connection] = []
        self._all: list[Connection] = []
        self.waiting: deque[Call] = deque()

    async def connect(self, count: int) -> None:
        """Open the connections."""
        loop = asyncio.get_running_loop()
        for _ in range(count):
            _, made = await loop.create_connection(
                lambda: Connection(self._next), self._where.hostname or "", self._where.port or 80
            )
            self._all.append(made)
            self._free.append(made)

    def ask(self, call: Call) -> None:
        """Send it over a connection that is free, or as soon as one is."""
        if self._free:
            self._free.pop().ask(call)
        else:
            self.waiting.append(call)

    def request(self, method: str, path: str, token: str, body: str = "") -> bytes:
        """A request as it stands on the wire."""
        kind = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else ""
        head = f"{method} {path} HTTP/1.1\r\nHost: {self._where.netloc}\r\nAuthorization: Bearer {token}\r\n"
        return f"{head}{kind}\r\n{body}".encode()

    def close(self) -> None:
        """Hang up."""
        for one in self._all:
            one.close()

    def _next(self, connection: Connection) -> None:
        if self.waiting:
            connection.ask(self.waiting.popleft())
        else:
            self._free.append(connection)
