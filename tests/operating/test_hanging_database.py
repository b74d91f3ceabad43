"""A database that neither answers nor hangs up: monitoring is told so soon, and the process lives. With real processes."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import psycopg
import pytest
from sqlalchemy import make_url

from tests.operating.conftest import METRICS_TOKEN
from tests.operating.processes import numbers
from tests.support.cast import Cast
from tests.support.databases import on_postgresql
from tests.support.eventually import eventually
from tests.support.servers import Server, StartServer

pytestmark = on_postgresql


@pytest.fixture
def server(start_server: StartServer, database_url: str, cast: Cast) -> Server:
    """A server of one process that is measured."""
    return start_server(database_url, cast, WORKERS="1", METRICS_TOKEN=METRICS_TOKEN)


@contextmanager
def hanging(url: str) -> Iterator[None]:
    """Nothing that has a connection to this database hears from it, and nobody gets a new one."""
    name = make_url(url).database
    administration = make_url(url).set(database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(administration, autocommit=True) as other:
        other.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false".encode())
        found = other.execute("SELECT pid FROM pg_stat_activity WHERE datname = %s", [name]).fetchall()
        backends = [pid for (pid,) in found]
        for backend in backends:
            os.kill(backend, signal.SIGSTOP)
        try:
            yield
        finally:
            for backend in backends:
                os.kill(backend, signal.SIGCONT)
            other.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true".encode())


def status(server: Server, path: str) -> int:
    return httpx.get(f"{server.url}{path}", timeout=25, trust_env=False).status_code


def test_it_is_told_and_the_server_goes_on_when_it_is_back(server: Server, database_url: str) -> None:
    eventually(lambda: status(server, "/readyz") == 200, what="ready")

    with hanging(database_url):
        assert (status(server, "/readyz"), status(server, "/healthz")) == (503, 200)
        assert numbers(server)["database_up", ""] == 0

    eventually(lambda: status(server, "/readyz") == 200, what="ready again")
    assert numbers(server)["database_up", ""] == 1
