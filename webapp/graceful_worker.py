"""The worker of the production server: gunicorn's for gevent, which cuts nobody off when it stops and waits for nobody idle.

gunicorn's own forgets connections that it has not accepted yet, and waits the whole graceful timeout for any that a browser
keeps open for later.
"""

import errno
import os
import socket
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import Any

import gevent
import gevent.socket
from gevent.monkey import get_original
from gevent.pool import Pool
from gevent.server import StreamServer
from gunicorn.workers.ggevent import GeventWorker

TICK = 0.1
"""Seconds between two looks whether to stop, and then whether everybody is done."""
NEW_FOR = 1.0
"""Seconds that a connection has, while the server stops, to send its first request."""


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a listener, also after it was closed: connections that it accepted are told where they arrived."""

    name: object

    def getsockname(self) -> object:
        """What it listened on."""
        return self.name


class GracefulWorker(GeventWorker):  # type: ignore[misc]  # gunicorn has no types
    """Accepts connections until it is told to stop; then answers what was asked, and goes."""

    sockets: list[Any]

    def patch(self) -> None:
        """Make the listeners cooperative. The standard library has become so in the process that this one was forked from."""
        self.sockets = [
            gevent.socket.socket(listener.FAMILY, socket.SOCK_STREAM, fileno=listener.sock.detach())
            for listener in self.sockets
        ]

    def run(self) -> None:
        """Serve until told to stop."""
        self._waiting: dict[socket.socket, float] = {}
        servers = [self._listen(listener) for listener in self.sockets]
        for server in servers:
            server.start()
        while self.alive:
            self.notify()
            gevent.sleep(TICK)
        for server in servers:
            _accept_the_rest(server)
            server.close()
        self._finish([server.pool for server in servers if server.pool is not None])

    def handle(self, listener: Address, client: socket.socket, addr: object) -> None:
        """Serve one connection, which may send many requests."""
        self._waiting[client] = monotonic() + NEW_FOR
        try:
            super().handle(listener, client, addr)
        finally:
            self._waiting.pop(client, None)

    def handle_request(self, listener_name: object, req: object, sock: socket.socket, addr: object) -> None:
        """Answer one request; between two, a connection may be hung up at once."""
        self._waiting.pop(sock, None)
        sock.settimeout(self.app.settings.stalled_seconds)
        try:
            super().handle_request(listener_name, req, sock, addr)
        except TimeoutError:  # it takes nothing of its answer: as if it had gone
            raise ConnectionResetError(errno.ECONNRESET, "The client has stalled") from None
        finally:
            sock.settimeout(None)
        self._waiting[sock] = 0.0

    def _listen(self, listener: socket.socket) -> StreamServer:
        listener.setblocking(True)  # noqa: FBT003 - its parameter is positional
        server = StreamServer(
            listener,
            handle=partial(self.handle, Address(listener.getsockname())),
            spawn=Pool(self.worker_connections),
        )
        if self.cfg.workers > 1:
            server.max_accept = 1  # leave some to the other workers
        return server

    def _finish(self, pools: list[Pool]) -> None:
        """Wait for requests under way, as long as the graceful timeout allows."""
        give_up_at = monotonic() + self.cfg.graceful_timeout
        while any(pools) and monotonic() < give_up_at:
            self.notify()
            self._hang_up_on_the_idle()
            gevent.sleep(TICK)
        if any(pools):
            self.log.warning("Stopped with %d requests under way", sum(map(len, pools)))
        for pool in pools:
            pool.kill(timeout=1)

    def _hang_up_on_the_idle(self) -> None:
        """Read nothing more from who has nothing under way. A request that has arrived by now is still answered."""
        now = monotonic()
        for client in [client for client, until in self._waiting.items() if until <= now]:
            del self._waiting[client]
            _end_reading(client)


def _end_reading(client: socket.socket) -> None:
    """Let its next read find the end, after what has arrived. gevent's own would break a read off that is under way."""
    with suppress(OSError):  # it has gone already
        same = get_original("socket", "socket")(fileno=os.dup(client.fileno()))
        with same:
            same.shutdown(socket.SHUT_RD)


def _accept_the_rest(server: StreamServer) -> None:
    """Take who has connected and was not accepted yet: closing the listener would cut them off."""
    server.stop_accepting()
    while (accepted := server.do_read()) is not None:
        server.do_handle(*accepted)
