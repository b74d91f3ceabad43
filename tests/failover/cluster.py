"""A primary and a synchronous standby on loopback, of the tests' own: the primary is killed, the standby promoted."""

import os
import signal
from pathlib import Path

import psycopg

from tests.support.eventually import eventually
from tests.support.postgresql import INITDB, PostgreSQL, administer
from tests.support.servers import free_port

WAL = {"wal_level": "replica", "max_wal_senders": "4", "hot_standby": "on", "synchronous_commit": "on"}
PLAIN = {"fsync": "off", "timezone": "Asia/Kathmandu", "max_connections": "100", "shared_buffers": "32MB"}


class Cluster(PostgreSQL):
    """Two servers of one installation. Nothing of the machine is changed for them."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._folders = {"primary": folder / "primary", "standby": folder / "standby"}
        self.ports = {"primary": free_port(), "standby": free_port()}

    def url(self, database: str = "postgres") -> str:
        """The URL that names both, as an operator gives it to the nodes."""
        hosts = ",".join(f"127.0.0.1:{port}" for port in self.ports.values())
        return f"postgresql://postgres@{hosts}/{database}?target_session_attrs=read-write"

    def url_of(self, which: str, database: str = "postgres") -> str:
        """The URL of one of them alone."""
        return f"postgresql://postgres@127.0.0.1:{self.ports[which]}/{database}"

    def start(self) -> None:
        """A commit of the primary is told only when the standby has it, from here on."""
        if self._user is not None:
            self._make_readable()
        self._run("initdb", "-D", str(self._folders["primary"]), *INITDB)
        self._start("primary")
        source = ["-h", "127.0.0.1", "-p", str(self.ports["primary"]), "-U", "postgres", "-X", "stream"]
        self._run(
            "pg_basebackup", *source, "-D", str(self._folders["standby"]), "-R", "-c", "fast", "--no-sync"
        )
        self._start("standby")
        administer(self.url_of("primary"), "ALTER SYSTEM SET synchronous_standby_names = '*'")
        administer(self.url_of("primary"), "SELECT pg_reload_conf()")
        eventually(self._is_synchronous, what="the standby is synchronous")

    def kill_primary(self) -> None:
        """Every process of it at once, as a power cut would."""
        os.killpg(self._process("primary"), signal.SIGKILL)

    def promote_standby(self) -> None:
        """As the operator, or their tool, does. It has nobody to wait for now."""
        self._run("pg_ctl", "-D", str(self._folders["standby"]), "-w", "promote")

    def stop(self) -> None:
        """Nothing in it is worth keeping."""
        for which in self._folders:
            try:
                os.killpg(self._process(which), signal.SIGKILL)
            except (FileNotFoundError, ProcessLookupError):
                continue

    def _process(self, which: str) -> int:
        return int((self._folders[which] / "postmaster.pid").read_text().split()[0])

    def _start(self, which: str) -> None:
        options = {**WAL, **PLAIN, "listen_addresses": "127.0.0.1", "port": str(self.ports[which])}
        options["unix_socket_directories"] = str(self._folder)
        told = " ".join(f"-c {name}={value!r}" for name, value in options.items())
        log = str(self._folder / f"{which}.log")
        self._run("pg_ctl", "-D", str(self._folders[which]), "-w", "-l", log, "-o", told, "start")

    def _is_synchronous(self) -> bool:
        with psycopg.connect(self.url_of("primary"), autocommit=True) as connection:
            rows = connection.execute("SELECT sync_state FROM pg_stat_replication").fetchall()
        return rows == [("sync",)]
