"""The real production server, as processes of their own: started, stopped and killed as an operator or a crash would."""

import itertools
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from tests.support.cast import Cast
from tests.support.databases import Databases
from tests.support.eventually import eventually
from tests.support.newcomers import gather_anew

SEATKEEPER = Path(sys.executable).with_name("seatkeeper")
SECRET_KEY = "the nodes of one installation share their key"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Server:
    """One node: an instance folder, an address, and `seatkeeper serve` while it runs."""

    def __init__(self, instance: Path, cast: Cast, **settings: str) -> None:
        self.instance = instance
        self.cast = cast
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._settings = {"SECRET_KEY": SECRET_KEY, "WORKERS": "2", "GRACEFUL_TIMEOUT": "2", **settings}
        self._process: subprocess.Popen[bytes] | None = None
        instance.mkdir(parents=True, exist_ok=True)

    @property
    def database_url(self) -> str:
        """Where it keeps what it knows."""
        return self._settings["DATABASE_URL"]

    @property
    def is_running(self) -> bool:
        """Whether it was started, and neither stopped nor killed since."""
        return self._process is not None and self._process.poll() is None

    @property
    def log(self) -> str:
        """What the server has printed so far."""
        file = self.instance / "server.log"
        return file.read_text(errors="replace") if file.exists() else ""

    def start(self) -> None:
        """Start, and return when it answers."""
        with (self.instance / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [SEATKEEPER, "serve"], env=self._environment(), start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
        eventually(self._answers, within=60, what="the server answers")

    def stop(self) -> int:
        """Stop as an operator does (SIGTERM), and return the exit status."""
        return self._signal(signal.SIGTERM, whole_group=False)

    def kill(self) -> None:
        """Kill every process of it at once (SIGKILL), as a power cut would."""
        self._signal(signal.SIGKILL, whole_group=True)

    def restart(self) -> None:
        """Stop and start again, at the same address."""
        self.stop()
        self.start()

    def command(self, *arguments: str, password: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run a `seatkeeper` command on this instance, with a password on its standard input where it wants one."""
        return subprocess.run(
            [SEATKEEPER, *arguments], env=self._environment(), input=password or "",
            capture_output=True, text=True, timeout=120,
        )  # fmt: skip

    def _environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("SEATKEEPER_")}
        settings = {
            "INSTANCE": str(self.instance),
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            **self._settings,
        }
        return {**inherited, **{f"SEATKEEPER_{name}": value for name, value in settings.items()}}

    def _answers(self) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:
            pytest.fail(f"The server stopped by itself:\n{self.log}")
        try:
            return httpx.get(f"{self.url}/sign-in", trust_env=False).status_code < 500
        except httpx.TransportError:
            return False

    def _signal(self, number: signal.Signals, *, whole_group: bool) -> int:
        process = self._process
        if process is None or process.poll() is not None:
            return process.returncode if process else 0
        (os.killpg if whole_group else os.kill)(process.pid, number)
        return process.wait(timeout=90)


StartServer = Callable[..., Server]


@pytest.fixture
def afterwards() -> Iterator[ExitStack]:
    """What is to be undone after the test and everything that it opened, last first."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def start_server(tmp_path: Path, afterwards: ExitStack) -> StartServer:
    """Start servers: `start_server(url, cast, **settings)`; all are gone after the test."""
    numbers = itertools.count(1)

    def start(url: str, cast: Cast, **settings: str) -> Server:
        server = Server(tmp_path / f"instance-{next(numbers)}", cast, DATABASE_URL=url, **settings)
        afterwards.callback(lambda: print(f"--- {server.url}\n{server.log}"))
        afterwards.callback(server.kill)
        server.start()
        return server

    return start


@pytest.fixture(scope="session")
def standing_server(
    databases_of: Callable[[str], Databases], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server in two processes on SQLite, for all tests that can share one: to start one takes seconds."""
    databases = databases_of("sqlite")
    name, url = databases.copy("cast")
    server = Server(tmp_path_factory.mktemp("standing"), databases.cast(), DATABASE_URL=url)
    yield server
    server.kill()
    databases.drop(name)


@pytest.fixture
def server(standing_server: Server) -> Iterator[Server]:
    """The shared server, with a cast that has just come. A test may stop and start it."""
    if not standing_server.is_running:
        standing_server.start()
    standing_server.cast = gather_anew(standing_server.database_url)
    before = len(standing_server.log)
    yield standing_server
    print(f"--- {standing_server.url}\n{standing_server.log[before:]}")


@pytest.fixture
def nodes(
    start_server: StartServer, databases_of: Callable[[str], Databases], afterwards: ExitStack
) -> tuple[Server, Server]:
    """Two nodes on one PostgreSQL database, with the cast in it."""
    databases = databases_of("postgresql")
    name, url = databases.copy("cast")
    afterwards.callback(databases.drop, name)
    return start_server(url, databases.cast()), start_server(url, databases.cast())
