"""Fixtures of the journeys. The tests of a module share servers, which they stop and kill; each has accounts of its own."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.client.seats import Office
from tests.journey.callers import Caller
from tests.journey.listening import Listener
from tests.support.cast import password_of, sign_in_on
from tests.support.databases import KINDS, Databases
from tests.support.servers import Server
from webapp.clock import clock_for
from webapp.db import Database
from webapp.services.create_account import NewAccount, create_account

Pair = tuple[Server, Server]
OpenOffice = Callable[..., Office]
Listen = Callable[..., Listener]
CallersOf = Callable[..., list[Caller]]
PATIENT = "60"  # seconds that a stop may take: one that waits for streams shows
_NUMBERS = itertools.count(1)


@pytest.fixture(scope="module")
def installation(
    request: pytest.FixtureRequest,
    databases_of: Callable[[str], Databases],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[..., Server]]:
    """Start servers on one database: `installation(WORKERS="1")`."""
    databases = databases_of(request.param)
    name, url = databases.copy("cast")
    with ExitStack() as afterwards:
        afterwards.callback(databases.drop, name)

        def start(**settings: str) -> Server:
            folder = tmp_path_factory.mktemp("instance")
            server = Server(folder, databases.cast(), DATABASE_URL=url, GRACEFUL_TIMEOUT=PATIENT, **settings)
            afterwards.callback(server.kill)
            server.start()
            return server

        yield start


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Both databases for what runs on an installation."""
    if "installation" in metafunc.fixturenames:
        metafunc.parametrize("installation", KINDS, indirect=True, scope="module")


@pytest.fixture(scope="module")
def standing(installation: Callable[..., Server]) -> Server:
    """A server of two processes. Whoever kills it starts it again."""
    return installation(WORKERS="2")


@pytest.fixture(scope="module")
def pair(installation: Callable[..., Server]) -> Pair:
    """Two servers of one process each on one database: what the one is told, the other must notice by itself."""
    return installation(WORKERS="1"), installation(WORKERS="1")


@pytest.fixture
def open_office(tmp_path: Path, afterwards: ExitStack) -> OpenOffice:
    """Create an account with one owner, olga: `open_office(server, licenses=1, notice=60, lease=90)`."""

    def create(server: Server, licenses: int = 1, notice: int = 60, lease: int = 90) -> Office:
        office = Office(server, tmp_path, afterwards, f"journey{next(_NUMBERS)}")
        new = NewAccount(
            domain=office.domain, name="Office", licenses=licenses, notice_seconds=notice,
            lease_seconds=lease, owner_name="olga", owner_display_name="Olga Weiss",
            owner_email=f"olga@{office.domain}.example", password=password_of("olga"),
        )  # fmt: skip
        with closing(Database.open(office.database_url)) as database:
            create_account(database, new, clock_for(database).now())
        return office

    return create


@pytest.fixture
def listen(afterwards: ExitStack) -> Listen:
    """Listen to a device's events: `listen(server, token, last_id="")`. All hang up after the test."""

    def start(server: Server, token: str, last_id: str = "") -> Listener:
        listener = Listener(server.url, token, last_id)
        afterwards.callback(listener.close)
        return listener

    return start


@pytest.fixture
def callers_of(afterwards: ExitStack) -> CallersOf:
    """Devices of an office, spread over servers of its database: `callers_of(office, 64, server, …)`."""

    def sign_in(office: Office, count: int, *servers: Server) -> list[Caller]:
        olga = rf"{office.domain}\olga"
        with closing(Database.open(office.database_url)) as db:
            now = clock_for(db).now()
            seats = [sign_in_on(db, olga, f"caller-{n}", f"CALLER-{n}", now) for n in range(count)]
        callers = [Caller(servers[n % len(servers)].url, seat) for n, seat in enumerate(seats)]
        for caller in callers:
            afterwards.callback(caller.hang_up)
        return callers

    return sign_in
