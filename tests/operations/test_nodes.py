"""Several nodes behind a proxy and a pooler: the real nginx, haproxy and pgbouncer, from the files in docs/operations."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import httpx
import pytest

from tests.journey.callers import Caller
from tests.journey.listening import Listener
from tests.support.cast import Cast
from tests.support.databases import Databases
from tests.support.eventually import eventually
from tests.support.front import OPERATIONS, Front
from tests.support.servers import Server
from webapp.client import SeatkeeperClient, Wish
from webapp.client.events import SessionEnding, SessionKept
from webapp.live.hub import KEEP_ALIVE_SECONDS

ROUNDS = 12  # more often than psycopg has to see a statement before it prepares it


@pytest.fixture
def cast(databases_of: Callable[[str], Databases]) -> Cast:
    """The characters, who live in the nodes' database."""
    return databases_of("postgresql").cast()


def churn(caller: Caller) -> int:
    """Open, renew and close; how often it was let in."""
    admitted = 0
    for _ in range(ROUNDS):
        session = caller.open()
        if session is not None:
            assert caller.ask("PUT", "/lease").status_code == 200
            caller.close(session["id"])
            admitted += 1
    return admitted


def test_behind_pgbouncer_in_transaction_mode_everything_goes_on_and_nobody_is_one_too_many(
    pooled_nodes: tuple[Server, Server], cast: Cast, afterwards: ExitStack
) -> None:
    seats = [seat for person in (cast.ana, cast.ben, cast.cleo) for seat in (person.desk, person.laptop)]
    callers = [Caller(pooled_nodes[n % 2].url, seat) for n, seat in enumerate(seats)]
    for caller in callers:
        afterwards.callback(caller.hang_up)

    with ThreadPoolExecutor(len(callers)) as pool:
        admitted = list(pool.map(churn, callers))
        sessions = [session for session in pool.map(Caller.open, callers) if session]

    assert min(admitted) > 0
    assert sorted(session["license"] for session in sessions) == [1, 2, 3]


def test_through_the_proxy_events_arrive_as_they_happen_and_a_killed_node_is_not_missed(
    front: Front, pooled_nodes: tuple[Server, Server], cast: Cast, afterwards: ExitStack, trusted: None
) -> None:
    client = afterwards.enter_context(SeatkeeperClient(front.url, cast.ben.desk.token))
    session = client.open_session(Wish("SRV-DB-02"))
    listeners = [
        Listener(front.url, cast.ben.desk.token) for _ in pooled_nodes
    ]  # the proxy gives each node one
    for listener in listeners:
        afterwards.callback(listener.close)

    client.terminate(session.id)

    for listener in listeners:
        (ending,) = eventually(lambda heard=listener: heard.of(SessionEnding), what="it is told, unbuffered")  # type: ignore[misc]
        assert getattr(ending.event, "id", None) == session.id

    pooled_nodes[0].kill()
    eventually(lambda: any(listener.is_over for listener in listeners), what="its stream has ended")
    client.take_back(session.id)
    again = Listener(front.url, cast.ben.desk.token, listeners[0].heard[-1].last_id)
    afterwards.callback(again.close)

    eventually(lambda: again.of(SessionKept), what="the other node tells what was missed")
    assert [client.session(session.id).state for _ in pooled_nodes] == ["active", "active"]


def test_the_node_learns_from_where_and_how_somebody_came(
    front: Front, cast: Cast, afterwards: ExitStack, trusted: None
) -> None:
    transport = httpx.HTTPTransport(local_address="127.0.0.9", verify=httpx.create_ssl_context())
    browser = afterwards.enter_context(httpx.Client(base_url=front.url, transport=transport, trust_env=False))
    form = browser.get("/sign-in").text
    (token,) = re.findall(r'name="csrf_token"[^>]* value="([^"]+)"', form)
    answer = browser.post(
        "/sign-in",
        data={"csrf_token": token, "username": cast.ana.login, "password": cast.ana.password},
        headers={"Referer": f"{front.url}/sign-in", "X-Forwarded-For": "203.0.113.7"},
    )

    assert (answer.status_code, answer.headers["Location"]) == (303, "/usage")
    assert "127.0.0.9" in browser.get("/administration/audit").text


@pytest.mark.parametrize("name", ["nginx.conf", "haproxy.cfg"])
def test_the_proxies_wait_longer_for_a_stream_than_it_ever_is_silent(name: str) -> None:
    waits = re.findall(
        r"(?:proxy_read_timeout|timeout client|timeout server) +(\d+)s", (OPERATIONS / name).read_text()
    )

    assert waits
    assert min(map(int, waits)) > 3 * KEEP_ALIVE_SECONDS


@pytest.fixture
def trusted(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proxy's certificate is trusted, as a company's own would be."""
    monkeypatch.setenv("SSL_CERT_FILE", str(front.certificate))
