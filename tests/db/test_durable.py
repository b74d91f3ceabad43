"""What was answered is on the disk: no more than what was synced would be left after a power cut."""

import fcntl
import multiprocessing
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, make_url, text

from tests.support.eventually import eventually
from webapp.db import sqlite
from webapp.db.database import Database
from webapp.db.group_commit import GroupCommit
from webapp.db.marks import Marks
from webapp.domain.errors import Unavailable

PATIENCE = 30
WRITES = 20
sync_for_real = os.fdatasync


class Disk:
    """Stands between the program and the disk: counts what is synced, holds it up, or fails it."""

    def __init__(self) -> None:
        self.syncs = 0
        self.fails = False
        self._may_go_on = threading.Event()
        self._may_go_on.set()

    def sync(self, fd: int) -> None:
        self.syncs += 1
        fails = self.fails
        assert self._may_go_on.wait(PATIENCE)
        if fails:
            raise OSError(5, "the disk is broken")
        sync_for_real(fd)

    @contextmanager
    def busy(self) -> Iterator[None]:
        """No sync returns before the end of this block."""
        self._may_go_on.clear()
        try:
            yield
        finally:
            self._may_go_on.set()


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    disk = Disk()
    monkeypatch.setattr(os, "fdatasync", disk.sync)
    return disk


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "numbers.db"


@pytest.fixture
def group(file: Path, disk: Disk) -> Iterator[GroupCommit]:
    engine = sqlite.open_writer(make_url(f"sqlite:///{file}"))
    group = GroupCommit(engine, file, Marks())
    group.submit(lambda tx: tx.execute(text("CREATE TABLE numbers (n INTEGER PRIMARY KEY)")))
    disk.syncs = 0
    yield group
    group.close()
    engine.dispose()


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor() as pool:
        yield pool


def store(number: int) -> Callable[[Connection], int]:
    def job(tx: Connection) -> int:
        tx.execute(text("INSERT INTO numbers VALUES (:n)"), {"n": number})
        return number

    return job


def stored(file: Path) -> list[int]:
    with closing(sqlite3.connect(file)) as opened:
        return [number for (number,) in opened.execute("SELECT n FROM numbers ORDER BY n")]


def log_of(file: Path) -> Path:
    return file.with_name(file.name + "-wal")


def test_nobody_is_answered_before_the_log_is_on_the_disk(
    group: GroupCommit, disk: Disk, file: Path, pool: ThreadPoolExecutor
) -> None:
    with disk.busy():
        asked = pool.submit(group.submit, store(1))
        eventually(lambda: disk.syncs == 1)
        answered_early = asked.done()

    assert (answered_early, asked.result(PATIENCE), stored(file)) == (False, 1, [1])


def test_while_one_process_waits_for_the_disk_another_may_write(
    group: GroupCommit, disk: Disk, file: Path, pool: ThreadPoolExecutor
) -> None:
    with disk.busy():
        asked = pool.submit(group.submit, store(1))
        eventually(lambda: disk.syncs == 1)
        with file.with_name(file.name + ".lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    assert asked.result(PATIENCE) == 1


def test_what_is_committed_while_the_disk_works_shares_the_next_sync(
    group: GroupCommit, disk: Disk, file: Path, pool: ThreadPoolExecutor
) -> None:
    with disk.busy():
        asked: list[Future[int]] = [pool.submit(group.submit, store(1))]
        eventually(lambda: disk.syncs == 1)
        for number in (2, 3, 4):
            asked.append(pool.submit(group.submit, store(number)))
            eventually(lambda number=number: number in stored(file))  # type: ignore[misc]

    assert [each.result(PATIENCE) for each in asked] == [1, 2, 3, 4]
    assert disk.syncs == 2


def test_when_a_sync_fails_all_that_was_committed_until_then_is_called_unavailable(
    group: GroupCommit, disk: Disk, file: Path, pool: ThreadPoolExecutor
) -> None:
    with disk.busy():
        disk.fails = True
        asked = [pool.submit(group.submit, store(1))]
        eventually(lambda: disk.syncs == 1)
        disk.fails = False  # as the system has it: it tells of a failure once, and then calls it written
        asked.append(pool.submit(group.submit, store(2)))
        eventually(lambda: stored(file) == [1, 2])

    assert [type(each.exception(PATIENCE)) for each in asked] == [Unavailable, Unavailable]


def test_after_a_sync_that_failed_the_next_write_begins_the_log_anew_so_that_nothing_stands_behind_a_gap(
    group: GroupCommit, disk: Disk, file: Path
) -> None:
    disk.fails = True
    with pytest.raises(Unavailable):
        group.submit(store(1))
    disk.fails = False

    told = group.submit(store(2))

    alone = Path(shutil.copy(file, file.with_name("alone.db")))
    assert (told, stored(alone), stored(file)) == (2, [1], [1, 2])


def test_while_the_disk_stays_broken_nothing_is_called_done(group: GroupCommit, disk: Disk) -> None:
    disk.fails = True
    for number in (1, 2, 3):
        with pytest.raises(Unavailable):
            group.submit(store(number))


class Shadow:
    """The disk as a power cut would leave it: the main file as it was, and of the log what was synced."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.folder = file.with_name("shadow")
        self._lock = (self.folder / "turn").open()

    def sync(self, fd: int) -> None:
        written = log_of(self.file).read_bytes()
        sync_for_real(fd)
        with self._alone():
            log = log_of(self.folder / self.file.name)
            if len(written) > log.stat().st_size:  # no checkpoint in this test: it only grows
                log.write_bytes(written)

    def holds(self, number: int) -> bool:
        after = self.folder / str(os.getpid())
        shutil.rmtree(after, ignore_errors=True)
        after.mkdir()
        with self._alone():
            for each in (self.file.name, log_of(self.file).name):
                shutil.copy(self.folder / each, after)
        return number in stored(after / self.file.name)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._lock, fcntl.LOCK_UN)


def write_and_look(file: Path, first: int, together: Any) -> None:
    """Write, in a process of its own, and ask after each answer what a power cut would leave."""
    shadow = Shadow(file)
    os.fdatasync = shadow.sync  # type: ignore[assignment]  # only its own fd comes here
    db = Database.open(f"sqlite:///{file}")
    together.wait(60)

    for number in range(first, first + WRITES):
        db.write(store(number))
        assert shadow.holds(number), number
    db.close()


def test_what_two_processes_were_told_is_stored_would_be_there_after_a_power_cut(file: Path) -> None:
    with closing(sqlite3.connect(file)) as kept_open:
        kept_open.execute("PRAGMA journal_mode=WAL")
        kept_open.execute("CREATE TABLE numbers (n INTEGER PRIMARY KEY)")
        kept_open.commit()
        kept_open.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shadow = file.with_name("shadow")
        shadow.mkdir()
        shutil.copy(file, shadow)
        for name in ("turn", log_of(file).name):
            (shadow / name).touch()
        context = multiprocessing.get_context("spawn")
        together = context.Barrier(2)
        processes = [
            context.Process(target=write_and_look, args=(file, first, together)) for first in (0, WRITES)
        ]
        for process in processes:
            process.start()
        for process in processes:
            process.join()

        assert [process.exitcode for process in processes] == [0, 0]
        assert stored(file) == list(range(2 * WRITES))


def test_what_one_process_has_synced_another_of_the_same_server_need_not(file: Path, disk: Disk) -> None:
    marks, url = Marks(), f"sqlite:///{file}"
    one, other = Database.open(url, marks), Database.open(url, marks)
    one.write(lambda tx: tx.execute(text("CREATE TABLE numbers (n INTEGER PRIMARY KEY)")))
    disk.syncs = 0
    with ThreadPoolExecutor() as pool:
        with disk.busy():
            asked = [pool.submit(one.write, store(1))]
            eventually(lambda: disk.syncs == 1)
            for number, db in ((2, one), (3, other)):
                asked.append(pool.submit(db.write, store(number)))
                eventually(lambda number=number: number in stored(file))  # type: ignore[misc]
        told = [each.result(PATIENCE) for each in asked]
    one.close()
    other.close()

    assert (told, disk.syncs) == ([1, 2, 3], 2)


def test_what_one_process_could_not_sync_no_other_calls_done_before_it_was_made_good(
    file: Path, disk: Disk
) -> None:
    marks, url = Marks(), f"sqlite:///{file}"
    one, other = Database.open(url, marks), Database.open(url, marks)
    one.write(lambda tx: tx.execute(text("CREATE TABLE numbers (n INTEGER PRIMARY KEY)")))
    disk.fails = True
    with pytest.raises(Unavailable):
        one.write(store(1))
    disk.fails = False

    told = other.write(store(2))

    alone = Path(shutil.copy(file, file.with_name("alone.db")))
    assert (told, stored(alone)) == (2, [1])
    one.close()
    other.close()
