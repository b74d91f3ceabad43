import fcntl
import multiprocessing
import os
import subprocess
import sys
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from tests.support.databases import on_postgresql, on_sqlite
from webapp.db import Database

WRITES = 200
FACTOR = 4


def write_until_enough(url: str, start: Barrier, counts: Any, mine: int) -> None:
    """Write again and again, as fast as it goes, until both processes together have written enough."""
    db = Database.open(url)
    start.wait(60)
    while counts[0] + counts[1] < WRITES:
        db.write(lambda tx: tx.execute(text("UPDATE numbers SET n = n + 1")))
        counts[mine] += 1
    db.close()


@on_sqlite
def test_of_two_processes_that_write_without_a_pause_neither_starves(
    database: Database, database_url: str
) -> None:
    database.write(lambda tx: tx.execute(text("CREATE TABLE numbers (n INTEGER)")))
    database.write(lambda tx: tx.execute(text("INSERT INTO numbers VALUES (0)")))
    context = multiprocessing.get_context("spawn")
    start, counts = context.Barrier(2), context.Array("q", 2, lock=False)
    processes = [
        context.Process(target=write_until_enough, args=(database_url, start, counts, mine))
        for mine in range(2)
    ]

    for process in processes:
        process.start()
    for process in processes:
        process.join()

    with database.read() as tx:
        written = tx.execute(text("SELECT n FROM numbers")).scalar_one()
    assert [process.exitcode for process in processes] == [0, 0]
    assert written == sum(counts)
    assert max(counts) <= FACTOR * min(counts), list(counts)


@on_sqlite
@pytest.mark.parametrize("how", ["at ease", "briefly", "finding more to do"])
def test_under_gevent_the_event_loop_goes_on_while_another_process_writes(
    database: Database, database_url: str, how: str
) -> None:
    database.write(lambda tx: tx.execute(text("CREATE TABLE numbers (n INTEGER)")))
    lock = os.open(Path(str(database.url.database) + ".lock"), os.O_RDWR)
    fcntl.flock(lock, fcntl.LOCK_EX)

    server = subprocess.Popen(
        [sys.executable, "-m", "tests.db.gevent_writers", database_url, how],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    ticking = server.stdout.readline()
    os.close(lock)
    written, _ = server.communicate(timeout=60)

    with database.read() as tx:
        stored = tx.execute(text("SELECT count(DISTINCT n), count(*) FROM numbers")).one()
    assert (ticking, written, server.returncode) == ("ticking, nothing written\n", "50 written\n", 0)
    assert stored == (50, 50)


@on_postgresql
def test_while_postgresql_works_the_event_loop_goes_on_also_when_the_process_knew_it_before_gevent(
    database_url: str,
) -> None:
    asked = subprocess.run(
        [sys.executable, "-m", "tests.db.gevent_waits", database_url], capture_output=True, text=True
    )

    assert asked.stdout.split() == ["other", "query"], asked.stderr
