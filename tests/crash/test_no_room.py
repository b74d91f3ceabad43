"""The disk is full, or the database cannot be written: who asks is told so, nothing is half done, and it goes on by itself."""

import os
import re
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from tests.journey.callers import WISH, Caller
from tests.services.acting import opened
from tests.services.paying import assert_licenses_backed
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.support.eventually import eventually
from tests.support.servers import Server, StartServer
from webapp.db import Database
from webapp.db.trouble import FULL, READ_ONLY
from webapp.domain.errors import Unavailable
from webapp.models import ClientSession

ROOM = 12 * 1024**2
MANY = 2000
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")


class SmallDisk:
    """A disk of a few megabytes that can be filled up, and made read only while nobody uses it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filler = folder / "filler"

    def fill(self) -> None:
        """Not a byte is left."""
        with self._filler.open("ab", buffering=0) as file, suppress(OSError):
            while True:
                file.write(b"\0" * 4096)

    def make_room(self) -> None:
        """Somebody deletes something."""
        self._filler.unlink()

    def let_write(self, how: str) -> None:
        """`ro` or `rw`."""
        subprocess.run(["mount", "-o", f"remount,{how}", self.folder], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """A small disk of the test's own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "seatkeeper-test", folder], check=True)
    yield SmallDisk(folder)
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def database_file(database_url: str, cast: Cast, disk: SmallDisk) -> Path:
    """A database with the cast, on the small disk."""
    file = disk.folder / "seatkeeper.db"
    file.write_bytes(Path(database_url.removeprefix("sqlite:///")).read_bytes())
    return file


@pytest.fixture
def server(start_server: StartServer, cast: Cast, database_file: Path) -> Server:
    """A server whose database is on the small disk."""
    return start_server(f"sqlite:///{database_file}", cast)


def sessions(db: Database) -> int:
    with db.read() as tx:
        return tx.execute(select(func.count()).select_from(ClientSession)).scalar_one()


def open_until_refused(caller: Caller) -> tuple[int, httpx.Response]:
    """How many sessions could still be opened, and the answer that told of the trouble."""
    for acknowledged in range(MANY):
        answer = caller.ask("POST", "/sessions", json=WISH)
        if answer.status_code != 201:
            return acknowledged, answer
    pytest.fail("the disk was never full")


def assert_says(answer: httpx.Response, text: str) -> None:
    assert (answer.status_code, answer.headers["Content-Type"]) == (503, "application/problem+json")
    assert answer.headers["Retry-After"] == "5"
    assert answer.json()["detail"] == text


def sign_in_by_form(server: Server, cast: Cast) -> httpx.Response:
    with httpx.Client(base_url=server.url, trust_env=False) as browser:
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get("/sign-in").text)
        assert token
        typed = {"username": cast.ben.login, "password": cast.ben.password, "csrf_token": token[1]}
        return browser.post("/sign-in", data=typed)


@needs_root
@on_sqlite
def test_a_full_disk_is_told_to_programs_and_people_and_nothing_is_half_done(
    disk: SmallDisk, server: Server, cast: Cast, database_file: Path
) -> None:
    caller = Caller(server.url, cast.ben.desk)
    kept = caller.open()
    assert kept
    with closing(sqlite3.connect(database_file)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    disk.fill()

    acknowledged, answer = open_until_refused(caller)

    assert_says(answer, FULL)
    assert_says(caller.ask("PUT", f"/sessions/{kept['id']}/lease"), FULL)
    assert caller.look(kept["id"])["state"] == "active", "whoever only looks is served"
    assert caller.in_use() == 1
    page = sign_in_by_form(server, cast)
    assert (page.status_code, FULL in page.text) == (503, True), page.text
    with closing(Database.open(server.database_url)) as db:
        assert sessions(db) == 1 + acknowledged
        assert_licenses_backed(db)
    disk.make_room()
    eventually(lambda: caller.ask("PUT", "/lease").status_code == 200, what="it goes on by itself")
    assert caller.open()
    assert sign_in_by_form(server, cast).status_code == 303
    caller.hang_up()
    assert "Traceback" not in server.log


@needs_root
@on_sqlite
def test_a_server_on_a_read_only_disk_says_so_and_starts_once_it_may_write(
    disk: SmallDisk, database_file: Path, cast: Cast, tmp_path: Path
) -> None:
    server = Server(tmp_path / "instance", cast, DATABASE_URL=f"sqlite:///{database_file}")
    disk.let_write("ro")

    refused = server.command("serve")

    assert refused.returncode == 1
    assert "Read-only file system" in refused.stderr
    assert "Traceback" not in refused.stderr
    disk.let_write("rw")
    server.start()
    caller = Caller(server.url, cast.ben.desk)
    assert caller.open()
    caller.hang_up()
    server.kill()


@on_sqlite
def test_a_write_to_a_read_only_database_file_is_told_and_the_next_one_works(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    set_query_only(database, "ON")
    with pytest.raises(Unavailable) as told:
        opened(database, cast.ben.desk, clock.now())
    set_query_only(database, "OFF")

    assert told.value.message == READ_ONLY
    assert opened(database, cast.ben.desk, clock.now()).license == 1


def set_query_only(database: Database, value: str) -> None:
    """The writer's one connection meets what it would meet if the file could not be written."""
    with closing(database._writer.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA query_only={value}")
        cursor.close()
