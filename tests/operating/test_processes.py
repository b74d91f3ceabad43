"""Several processes of one server answer /metrics as one. With real processes."""

import os
import signal

import httpx
import pytest

from tests.operating.conftest import METRICS_TOKEN
from tests.operating.processes import numbers, workers_of
from tests.support.cast import Cast
from tests.support.databases import on_sqlite
from tests.support.eventually import eventually
from tests.support.servers import Server, StartServer

pytestmark = on_sqlite
ASKED = 12
PAGES = "http_requests_total", "GET /sign-in 200"
STREAMS = "event_streams_open", ""


@pytest.fixture
def server(start_server: StartServer, database_url: str, cast: Cast) -> Server:
    """A server of two processes that is measured."""
    return start_server(database_url, cast, WORKERS="2", METRICS_TOKEN=METRICS_TOKEN)


def test_whichever_is_asked_answers_for_all_also_for_one_that_was_killed(server: Server, cast: Cast) -> None:
    before = numbers(server)[PAGES]
    for _ in range(ASKED):
        httpx.get(f"{server.url}/sign-in", trust_env=False)
    with httpx.stream(
        "GET", f"{server.url}/api/v1/events", headers=cast.ben.desk.bearer, trust_env=False
    ) as stream:
        assert stream.status_code == 200
        found = numbers(server)
        assert (found[PAGES], found[STREAMS]) == (before + ASKED, 1)

        killed = workers_of(server)
        for worker in killed:
            os.kill(worker, signal.SIGKILL)

        eventually(lambda: numbers_when_back(server).get(STREAMS) == 0, what="its streams have gone with it")
    assert numbers(server)[PAGES] == before + ASKED
    assert set(workers_of(server)) & set(killed) == set()


def numbers_when_back(server: Server) -> dict[tuple[str, str], float]:
    """What /metrics says; nothing while nobody answers."""
    try:
        return numbers(server)
    except httpx.TransportError:
        return {}
