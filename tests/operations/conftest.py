"""Two nodes on one PostgreSQL, which they reach through the real pgbouncer, as docs/operations describes."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support.databases import Databases
from tests.support.front import FRONTS, Front, pgbouncer
from tests.support.servers import Server, StartServer

CONNECTIONS = 3
"""Of pgbouncer to PostgreSQL: far fewer than the nodes open, so that each is passed around."""


@pytest.fixture
def pooled_nodes(
    start_server: StartServer, databases_of: Callable[[str], Databases], afterwards: ExitStack
) -> tuple[Server, Server]:
    """Two nodes behind a proxy, on one PostgreSQL behind pgbouncer in transaction mode, with the cast in it."""
    databases = databases_of("postgresql")
    name, direct = databases.copy("cast")
    afterwards.callback(databases.drop, name)
    url = pgbouncer(direct, afterwards, CONNECTIONS)
    one, two = (start_server(url, databases.cast(), BEHIND_PROXY="true", WORKERS="1") for _ in range(2))
    return one, two


@pytest.fixture(params=FRONTS)
def front(
    request: pytest.FixtureRequest, pooled_nodes: tuple[Server, Server], tmp_path: Path, afterwards: ExitStack
) -> Front:
    """nginx, then haproxy, in front of both nodes."""
    folder = tmp_path / "front"
    folder.mkdir()
    return FRONTS[request.param](folder, pooled_nodes, afterwards)
