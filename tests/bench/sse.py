"""Many open event streams at once, in one loop: what arrives on each, and when. Loopback only."""

import asyncio
import resource
import time
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

OPENING_AT_ONCE = 200
HEAD_END = b"\r\n\r\n"


def raise_open_files() -> None:
    """Let this program, and the servers that it starts, hold as many connections as the system allows."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


class Stream(asyncio.Protocol):
    """One open stream: counts what arrives, and notes when one of the marks that are looked for first did."""

    def __init__(self, request: bytes, marks: "Marks") -> None:
        self._request = request
        self._marks = marks
        self._tail = b""
        self.received = 0
        self.is_open = asyncio.get_running_loop().create_future()
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the stream."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        """The first bytes open it; then look for marks, also across two pieces."""
        self.received += len(data)
        if not self.is_open.done():
            self.is_open.set_result(data.startswith(b"HTTP/1.1 200"))
        self._marks.look(self, self._tail + data if self._tail else data)
        self._tail = data[-self._marks.longest :]

    def connection_lost(self, _error: Exception | None) -> None:
        """A stream that is lost while it is measured spoils the measurement."""
        self._marks.lost += 1
        if not self.is_open.done():
            self.is_open.set_result(False)


class Marks:
    """What is looked for in the streams: for each mark, when it arrived on how many of them."""

    def __init__(self) -> None:
        self.arrived: dict[bytes, dict[Stream, float]] = {}
        self.longest = 0
        self.lost = 0

    def expect(self, mark: bytes) -> None:
        """Look for this from now on."""
        self.arrived[mark] = {}
        self.longest = max(self.longest, len(mark))

    def forget(self, mark: bytes) -> dict[Stream, float]:
        """Look for it no more; when it arrived where."""
        return self.arrived.pop(mark)

    def look(self, stream: Stream, data: bytes) -> None:
        """Note what is there."""
        for mark, seen in self.arrived.items():
            if mark in data and stream not in seen:
                seen[stream] = time.perf_counter()


async def open_streams(url: str, heads: Iterable[tuple[str, dict[str, str]]], marks: Marks) -> list[Stream]:
    """Open a stream for each path with its headers; returns when all are open. Raises for one that is refused."""
    where = urlsplit(url)
    host, port = where.hostname or "", where.port or 80
    assert host == "127.0.0.1", "load goes to loopback only"
    loop, gate = asyncio.get_running_loop(), asyncio.Semaphore(OPENING_AT_ONCE)

    async def one(path: str, headers: dict[str, str]) -> Stream:
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        request = f"GET {path} HTTP/1.1\r\nHost: {where.netloc}\r\nAccept: text/event-stream\r\n{lines}\r\n"
        async with gate:
            _, stream = await loop.create_connection(lambda: Stream(request.encode(), marks), host, port)
            assert await stream.is_open, f"{path} was refused"
            return stream

    return list(await asyncio.gather(*(one(path, headers) for path, headers in heads)))


def close(streams: Iterable[Stream]) -> None:
    """Hang up."""
    for stream in streams:
        if stream.transport is not None:
            stream.transport.abort()


async def until(condition: Callable[[], bool], seconds: float) -> bool:
    """Wait until something holds; False when it took too long."""
    end = time.perf_counter() + seconds
    while not condition():
        if time.perf_counter() > end:
            return False
        await asyncio.sleep(0.005)
    return True


def percentile(values: Iterable[float], share: float) -> float:
    """The value that this share of all is at or below."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
