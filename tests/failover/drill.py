"""A drill: two nodes under load, the primary dies, the standby takes over, and everybody is asked what they know."""

import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import update

from tests.crash.campaign import LICENSES, assert_nothing_left, assert_nothing_lost, make_ready
from tests.crash.clients import Client
from tests.failover.cluster import Cluster
from tests.journey.callers import Caller
from tests.support.cast import Cast, Seat, gather
from tests.support.eventually import eventually
from tests.support.servers import Server
from webapp.client import SeatkeeperClient, SessionWatch, Wish
from webapp.db import Database, upgrade
from webapp.models import Account
from webapp.services.list_licenses import list_licenses

LEASE = 30
PAUSE = 0.05


class NodeCaller(Caller):
    """A caller to whom a node that cannot reach its database is away, as a node that is gone."""

    def ask(self, method: str, path: str, **rest: Any) -> httpx.Response:
        """Any request."""
        answer = super().ask(method, path, **rest)
        if answer.status_code == 503:
            raise httpx.ConnectError(answer.json()["detail"])
        return answer


@contextmanager
def calling(node: Server, seat: Seat) -> Iterator[NodeCaller]:
    """One device's connection to a node, for the while."""
    caller = NodeCaller(node.url, seat)
    try:
        yield caller
    finally:
        caller.hang_up()


@dataclass
class Outcome:
    """What a drill has seen."""

    answers_before: int
    answers_after: int
    came_through: int
    most_in_use: int

    def __str__(self) -> str:
        return (
            f"{self.answers_before} answers before and {self.answers_after} after, at most {self.most_in_use} of"
            f" {LICENSES} licenses in use, {self.came_through} sessions opened without anybody being told"
        )


class Load:
    """Clients on two nodes, each of which goes on as soon as there are answers again."""

    def __init__(self, clients: list[Client], nodes: list[Server]) -> None:
        self._clients, self._nodes = clients, nodes
        self._over = threading.Event()
        self._pool = ThreadPoolExecutor(len(clients))
        self._since = datetime.now(UTC)
        self._working = [
            self._pool.submit(self._go_on, client, nodes[n % len(nodes)]) for n, client in enumerate(clients)
        ]

    @property
    def answers(self) -> int:
        """So many there were until now."""
        for each in self._working:
            if each.done():
                each.result()
        return sum(client.answers for client in self._clients)

    def stop(self) -> None:
        """Everybody stops where they are; raises what any of them has found."""
        self._over.set()
        self._pool.shutdown()
        for each in self._working:
            each.result()

    def _go_on(self, client: Client, node: Server) -> None:
        while not self._over.is_set():
            client.work(node.url, self._since, NodeCaller, self._over.is_set)
            self._over.wait(PAUSE)


def fail_over(cluster: Cluster, folder: Path, seed: int, before: int = 60, after: int = 60) -> Outcome:
    """So many answers before the primary dies, and so many after. Raises AssertionError for whatever was not as told."""
    url, chance = cluster.url("postgres"), random.Random(seed)
    upgrade(url)
    with closing(Database.open(url)) as db, ExitStack() as afterwards:
        cast = gather(db)
        clients = make_ready(db)
        give_short_leases(db)
        for client in clients:
            client.random.seed(chance.getrandbits(32))
        nodes = [started(url, cast, folder / f"node-{n}", afterwards) for n in (1, 2)]
        load, most = Load(clients, nodes), 0
        afterwards.callback(load.stop)
        watch = watching(nodes[0], cast, afterwards)
        eventually(lambda: load.answers >= before, within=120, what="enough answers")
        answers = load.answers
        lease = lease_of(watch, cast, nodes[1])

        cluster.kill_primary()
        cluster.promote_standby()

        eventually(lambda: load.answers >= answers + after, within=120, what="answers again, on both nodes")
        most = list_licenses(db, cast.ana.actor, datetime.now(UTC)).in_use
        session = watch.session.id
        eventually(lambda: lease_of(watch, cast, nodes[1]) > lease, within=LEASE, what="the client renews")
        assert watch.session.id == session, "it had to be admitted anew"
        load.stop()
        assert_nothing_lost(db, clients)
        go_home(clients, nodes[1])
        with calling(nodes[1], cast.gus.desk) as caller:
            caller.close(str(session))
        assert_nothing_left(db)
        for node in nodes:
            assert "Traceback" not in node.log, node.log[-3000:]
    total = sum(client.answers for client in clients)
    return Outcome(answers, total - answers, sum(client.came_through for client in clients), most)


def started(url: str, cast: Cast, folder: Path, afterwards: ExitStack) -> Server:
    """A node."""
    node = Server(folder, cast, DATABASE_URL=url, WORKERS="1")
    afterwards.callback(node.kill)
    node.start()
    return node


def give_short_leases(db: Database) -> None:
    """At the neighbour's: its client has to renew during the drill."""
    db.write(
        lambda tx: tx.execute(update(Account).where(Account.domain == "globex").values(lease_seconds=LEASE))
    )


def watching(node: Server, cast: Cast, afterwards: ExitStack) -> SessionWatch:
    """A real client, of the neighbour, that keeps its one session open."""
    client = afterwards.enter_context(SeatkeeperClient(node.url, cast.gus.desk.token))
    wish = Wish("SRV-DB-02")
    return afterwards.enter_context(
        SessionWatch(client, wish, client.open_session(wish), told=lambda _: None)
    )


def lease_of(watch: SessionWatch, cast: Cast, node: Server) -> str:
    """Until when its lease lasts, as the other node has it."""
    with calling(node, cast.gus.desk) as caller:
        found: dict[str, str] = caller.look(str(watch.session.id))
    assert found["state"] == "active"
    return found["lease_expires_at"]


def go_home(clients: list[Client], node: Server) -> None:
    """Everybody closes what they have."""
    for client in clients:
        with calling(node, client.seat) as caller:
            client.look_at_everything(caller)
            client.ask_again(caller, datetime.now(UTC))
            for session in [s for s, belief in client.believes.items() if belief.states != {"ended"}]:
                caller.close(session)
