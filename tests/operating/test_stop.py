"""A stop cuts nobody off who has asked for something, and waits for nobody who has not. With real processes."""

import fcntl
import os
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from sqlalchemy import make_url, select

from tests.journey.callers import WISH, Caller
from tests.operating.processes import is_waited_for, master_of, workers_of
from tests.support.cast import Cast
from tests.support.databases import on_sqlite
from tests.support.eventually import eventually
from tests.support.servers import Server, StartServer
from webapp.api.documents import moment
from webapp.db import Database
from webapp.models import ClientSession

pytestmark = on_sqlite
PATIENT = {"WORKERS": "2", "GRACEFUL_TIMEOUT": "60"}
AT_ONCE = 20
REQUEST = b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


@pytest.fixture
def server(start_server: StartServer, database_url: str, cast: Cast) -> Server:
    """A server of two processes that waits long for requests, and whose sweep does not wait for locks."""
    return start_server(database_url, cast, SWEEP="false", **PATIENT)


def refuses(server: Server) -> bool:
    """Whether nobody can connect any more."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", server.port)) != 0


def open_session(server: Server) -> int:
    seat = server.cast.ben.desk
    url = f"{server.url}/api/v1/sessions"
    return httpx.post(url, json=WISH, headers=seat.bearer, timeout=60, trust_env=False).status_code


def test_a_request_under_way_is_answered(server: Server, database_url: str) -> None:
    file = make_url(database_url).database
    assert file is not None
    lock_file = Path(file + ".lock")
    with ThreadPoolExecutor() as pool, lock_file.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)  # nobody can write
        asked = pool.submit(open_session, server)
        eventually(lambda: is_waited_for(lock_file), what="the request waits for its turn")

        os.kill(master_of(server), signal.SIGTERM)
        eventually(lambda: refuses(server), what="nobody new is let in")
        assert not asked.done()
        fcntl.flock(held, fcntl.LOCK_UN)

        assert asked.result() == 201
    assert server.stop() == 0


def test_whoever_has_connected_is_answered_though_nobody_had_accepted_them(server: Server) -> None:
    workers = workers_of(server)
    for worker in workers:
        os.kill(worker, signal.SIGSTOP)
    clients = [socket.create_connection(("127.0.0.1", server.port), timeout=60) for _ in range(AT_ONCE)]
    for client in clients:
        client.sendall(REQUEST)
    os.kill(master_of(server), signal.SIGTERM)

    for worker in workers:
        os.kill(worker, signal.SIGCONT)

    answers = []
    for client in clients:
        with client:
            answers.append(client.makefile("rb").readline())
    assert answers == [b"HTTP/1.1 200 OK\r\n"] * AT_ONCE
    assert server.stop() == 0


def test_a_browser_that_keeps_its_connection_for_later_holds_nothing_up(server: Server) -> None:
    with httpx.Client(base_url=server.url, trust_env=False) as browser:
        assert browser.get("/sign-in").status_code == 200
        began = time.monotonic()

        status = server.stop()

    assert status == 0
    assert time.monotonic() - began < 30, "of the 60 seconds that it may take"


def test_a_renewal_that_was_answered_is_written_before_the_server_has_stopped(
    server: Server, database: Database
) -> None:
    caller = Caller(server.url, server.cast.ben.desk)
    opened = caller.open()
    assert opened is not None

    renewed = caller.ask("PUT", "/lease").json()["lease_expires_at"]
    caller.hang_up()
    status = server.stop()

    assert (status, renewed > opened["lease_expires_at"]) == (0, True)
    with database.read() as tx:
        stored = tx.execute(select(ClientSession.lease_expires_at)).scalar_one()
    assert moment(stored) == renewed
