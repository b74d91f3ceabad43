"""Clients that send too much, or too slowly, or never read what they asked for. With real processes."""

import select
import socket

import httpx
import pytest

from tests.support.cast import Cast
from tests.support.databases import on_sqlite
from tests.support.servers import Server, StartServer

pytestmark = on_sqlite
MOST_MS = 60_000


@pytest.fixture
def server(start_server: StartServer, database_url: str, cast: Cast) -> Server:
    """A server of one process, which is patient for a second."""
    return start_server(database_url, cast, WORKERS="1", STALLED_SECONDS="1", SWEEP="false")


def connected(server: Server, receive_buffer: int = 0) -> socket.socket:
    """A connection of a client that does as it likes."""
    client = socket.socket()
    if receive_buffer:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    client.settimeout(MOST_MS / 1000)
    client.connect(("127.0.0.1", server.port))
    return client


def still_serves(server: Server) -> bool:
    return httpx.get(f"{server.url}/sign-in", trust_env=False, timeout=MOST_MS / 1000).status_code == 200


def test_a_client_that_sends_half_a_request_and_no_more_is_hung_up_on(server: Server) -> None:
    with connected(server) as client:
        client.sendall(b"POST /api/v1/join HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n")
        client.sendall(b"Content-Length: 100\r\n\r\n{")

        answer = b"".join(iter(lambda: client.recv(65536), b""))

    assert answer.startswith(b"HTTP/1.1 400 ")
    assert still_serves(server)


def test_a_client_that_never_reads_is_hung_up_on(server: Server) -> None:
    with connected(server, receive_buffer=4096) as client:
        client.sendall(b"GET /api/v1/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n" * 400)
        gone = select.poll()
        gone.register(client, select.POLLHUP | select.POLLERR)

        assert gone.poll(MOST_MS) != []
    assert still_serves(server)


@pytest.mark.parametrize(
    ("request_line", "header"),
    [
        ("GET /sign-in?next=/" + "x" * 5000, "A: b"),
        ("GET /sign-in", "A: " + "x" * 9000),
        ("GET /sign-in", "\r\n".join(f"A{n}: b" for n in range(101))),
    ],
    ids=["address", "header", "headers"],
)
def test_addresses_and_headers_that_are_too_long_or_too_many_are_refused(
    server: Server, request_line: str, header: str
) -> None:
    with connected(server) as client:
        client.sendall(f"{request_line} HTTP/1.1\r\nHost: localhost\r\n{header}\r\n\r\n".encode())

        answer = client.recv(65536)

    assert answer.split(b" ")[1] in (b"400", b"414", b"431")
    assert still_serves(server)
