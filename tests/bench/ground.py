"""The ground that parts stand on: servers of ours and of the yardsticks, databases on a real disk, all on loopback."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import psutil

from tests.bench import processes
from tests.bench.load import CLIENTS, Answers, Requests, Usage, wrk
from tests.bench.seeding import Seed, Seeded, seed
from tests.support.postgresql import OPTIONS, PostgreSQL, administer

SEATKEEPER = Path(sys.executable).with_name("seatkeeper")
DURABLE = {
    **OPTIONS,
    "listen_addresses": "127.0.0.1",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "timezone": "UTC",
    "shared_buffers": "256MB",
    "max_wal_size": "4GB",
}


@dataclass(frozen=True)
class Running:
    """A server that answers at `url`."""

    url: str
    process: psutil.Process
    database_url: str = ""
    accounts: dict[str, Seeded] = field(default_factory=dict)
    log: Path = Path("/dev/null")

    def used(self) -> Usage:
        """CPU seconds so far and memory now, of all its processes."""
        return processes.usage(self.process)

    def load(self, asked: Requests, seconds: int, clients: int = CLIENTS) -> Answers:
        """Put load on it, and see what it cost."""
        before = self.used()
        answers = wrk(self.url, asked, seconds, clients)
        after = self.used()
        return replace(answers, used=Usage((after.cpu - before.cpu) / answers.seconds, after.memory))


class Ground:
    """Gives servers while a block runs. `quick`: tiny numbers, to see that the parts work, not how fast."""

    def __init__(self, folder: Path, *, quick: bool = False) -> None:
        self.folder = folder
        self.quick = quick
        self.rounds = 1 if quick else 5
        self.seconds = 1 if quick else 3
        self._count = 0

    def many(self, full: int, quick: int) -> int:
        """A number of rows, or of requests: the full one, or a tiny one."""
        return quick if self.quick else full

    def new_folder(self, kind: str) -> Path:
        """A folder of its own for each server."""
        self._count += 1
        folder = self.folder / f"{kind}-{self._count}"
        folder.mkdir(parents=True)
        return folder

    @contextmanager
    def seatkeeper(
        self, seeds: Sequence[Seed], database_url: str | None = None, **settings: object
    ) -> Iterator[Running]:
        """Our server as `make run` starts it, with these accounts in its database (SQLite unless a URL is given).

        `settings` are those of the installation: `workers=1`, `sweep=False`.
        """
        folder = self.new_folder("seatkeeper")
        url = database_url or f"sqlite:///{folder}/seatkeeper.db"
        accounts = seed(url, seeds) if seeds else {}
        with self.node(url, folder=folder, **settings) as running:
            yield replace(running, accounts=accounts)

    @contextmanager
    def node(self, database_url: str, *, folder: Path | None = None, **settings: object) -> Iterator[Running]:
        """One more server on a database that is there already."""
        folder = folder or self.new_folder("node")
        values = {"instance": folder, "database_url": database_url, "secret_key": "bench", **settings}
        with self._served([SEATKEEPER, "serve"], folder, values) as running:
            yield replace(running, database_url=database_url)

    @contextmanager
    def bare(self, **settings: object) -> Iterator[Running]:
        """The endpoint of bare Flask, under the same server and as many processes."""
        with self._yardstick("bare", {}, settings) as running:
            yield running

    @contextmanager
    def redis(self, **settings: object) -> Iterator[Running]:
        """The endpoint over a semaphore in Redis, which appends to its file before it answers."""
        program = processes.installed("redis-server")
        folder, port = self.new_folder("redis"), processes.free_port()
        durable = ["--appendonly", "yes", "--appendfsync", "always", "--save", "", "--dir", str(folder)]
        command = [program, "--port", str(port), "--bind", "127.0.0.1", *durable]
        with (
            processes.running(command, folder / "log", lambda: processes.listens(port)),
            self._yardstick("redis", {"REDIS_PORT": str(port)}, settings) as running,
        ):
            yield running

    @contextmanager
    def postgresql(self) -> Iterator[str]:
        """A durable PostgreSQL on loopback: the URL of an empty database."""
        folder = self.new_folder("pg")
        server = PostgreSQL(folder, {**DURABLE, "port": str(processes.free_port())})
        server.start()
        try:
            administer(server.url(), "CREATE DATABASE seatkeeper")
            yield server.url("seatkeeper")
        finally:
            server.stop()

    @contextmanager
    def _yardstick(
        self, name: str, environment: dict[str, str], settings: dict[str, object]
    ) -> Iterator[Running]:
        folder = self.new_folder(name)
        values = {"instance": folder, "secret_key": "bench", **settings}
        command = [sys.executable, "-m", "tests.bench.yardsticks", name]
        with self._served(command, folder, values, environment) as running:
            yield running

    @contextmanager
    def _served(
        self,
        command: Sequence[str | Path],
        folder: Path,
        settings: dict[str, object],
        environment: dict[str, str] | None = None,
    ) -> Iterator[Running]:
        port = processes.free_port()
        values = {f"SEATKEEPER_{name.upper()}": str(value) for name, value in settings.items()}
        values |= {"SEATKEEPER_HOST": "127.0.0.1", "SEATKEEPER_PORT": str(port), **(environment or {})}
        url, log = f"http://127.0.0.1:{port}", folder / "log"
        with processes.running(command, log, lambda: _answers(url), values) as process:
            yield Running(url, process, log=log)


def _answers(url: str) -> bool:
    try:
        with urlopen(f"{url}/sign-in", timeout=5):  # noqa: S310 - our own server
            return True
    except HTTPError:
        return True
    except OSError:
        return False


def file_system(folder: Path) -> str:
    """What kind of file system a folder is on."""
    found = subprocess.run(
        ["findmnt", "--json", "--target", folder, "--output", "FSTYPE,SOURCE"], capture_output=True, text=True
    )
    return str(json.loads(found.stdout)["filesystems"][0]["fstype"]) if found.returncode == 0 else "unknown"
