import fcntl
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event, make_url, text
from sqlalchemy.exc import IntegrityError

from tests.support.eventually import eventually
from webapp.db import sqlite
from webapp.db.group_commit import GroupCommit
from webapp.db.job import takes_time
from webapp.db.marks import Marks

PATIENCE = 30


class Failure(Exception):  # a name of this test's own
    """What a job of these tests fails with."""


class Bench:
    """A group commit over a table of numbers, with everything that its tests look at."""

    def __init__(self, folder: Path) -> None:
        self.engine: Engine = sqlite.open_writer(make_url(f"sqlite:///{folder / 'bench.db'}"))
        self.lock_file = folder / "bench.db.lock"
        self.group = GroupCommit(self.engine, folder / "bench.db", Marks())
        self.group.submit(
            lambda tx: tx.execute(
                text("CREATE TABLE numbers (n INTEGER PRIMARY KEY, parent REFERENCES numbers)")
            )
        )
        self.commits = 0
        event.listen(self.engine, "commit", self._count)

    def _count(self, _connection: Connection) -> None:
        self.commits += 1

    def stored(self) -> list[int]:
        """The numbers stored, in the order in which they were."""
        return self.group.submit(
            lambda tx: list(tx.execute(text("SELECT n FROM numbers ORDER BY rowid")).scalars())
        )

    @contextmanager
    def held_by_another_process(self) -> Iterator[None]:
        """Hold the file lock, as another process does that is writing."""
        fd = os.open(self.lock_file, os.O_RDWR)
        fcntl.flock(fd, fcntl.LOCK_EX)
        try:
            yield
        finally:
            os.close(fd)

    def together(self, *jobs: Callable[[Connection], object]) -> list[Future[object]]:
        """Have these jobs queue up in this order behind a write of another process; all are done on return."""
        with ThreadPoolExecutor(len(jobs) + 1) as pool:
            with self.held_by_another_process():
                leader = pool.submit(self.group.submit, lambda _: None)
                eventually(self.group._turn.locked, PATIENCE)
                futures = []
                for number, job in enumerate(
                    jobs, 2
                ):  # the leader takes its own with it when its turn has come
                    futures.append(pool.submit(self.group.submit, job))
                    eventually(lambda number=number: len(self.group._waiting) == number, PATIENCE)  # type: ignore[misc]
            leader.exception(PATIENCE)  # it stands in the same commit
        return futures


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path)
    yield bench
    bench.group.close()
    bench.engine.dispose()


def store(number: int, parent: int | None = None) -> Callable[[Connection], int]:
    def job(tx: Connection) -> int:
        tx.execute(text("INSERT INTO numbers VALUES (:n, :parent)"), {"n": number, "parent": parent})
        return number

    return job


def fail_after_storing(number: int) -> Callable[[Connection], int]:
    def job(tx: Connection) -> int:
        store(number)(tx)
        raise Failure

    return job


def break_the_commit(tx: Connection) -> None:
    """Store something that only the commit refuses."""
    tx.execute(text("PRAGMA defer_foreign_keys=ON"))
    store(99, parent=12345)(tx)


def test_a_job_gives_back_what_it_returns_after_its_commit(bench: Bench) -> None:
    assert bench.group.submit(store(1)) == 1
    assert (bench.commits, bench.stored()) == (1, [1])


def test_jobs_of_several_threads_share_a_commit(bench: Bench) -> None:
    done = bench.together(*(store(n) for n in range(1, 11)))

    assert bench.commits == 1
    assert [job.result() for job in done] == list(range(1, 11))
    assert bench.stored() == list(range(1, 11))


def test_jobs_are_done_in_the_order_in_which_they_came(bench: Bench) -> None:
    bench.together(store(3), store(1), store(2))

    seen = bench.group.submit(lambda tx: list(tx.execute(text("SELECT n FROM numbers")).scalars()))
    assert (sorted(seen), bench.commits) == ([1, 2, 3], 2)


def test_a_job_sees_what_the_one_before_it_did(bench: Bench) -> None:
    _, seen = bench.together(store(7), lambda tx: tx.execute(text("SELECT n FROM numbers")).scalar_one())

    assert seen.result() == 7


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_job_that_fails_takes_nobody_with_it(bench: Bench, place: int) -> None:
    jobs = [store(1), store(2)]
    jobs.insert(place, fail_after_storing(3))

    done = bench.together(*jobs)

    assert isinstance(done[place].exception(), Failure)
    assert [job.result() for n, job in enumerate(done) if n != place] == [1, 2]
    assert bench.stored() == [1, 2]


def test_a_job_that_the_database_refuses_takes_nobody_with_it(bench: Bench) -> None:
    _, refused, _ = done = bench.together(store(1), store(1), store(2))

    assert isinstance(refused.exception(), IntegrityError)
    assert [done[0].result(), done[2].result(), bench.stored()] == [1, 2, [1, 2]]


def test_a_job_that_fails_alone_leaves_nothing_behind(bench: Bench) -> None:
    with pytest.raises(Failure):
        bench.group.submit(fail_after_storing(1))

    assert (bench.stored(), bench.group.submit(store(2)), bench.stored()) == ([], 2, [2])


def test_a_commit_that_fails_fails_everybody_in_it_and_stores_nothing(bench: Bench) -> None:
    done = bench.together(store(1), break_the_commit, store(2))

    assert [type(job.exception()) for job in done] == [IntegrityError] * 3
    assert bench.stored() == []


def test_in_a_commit_that_fails_a_job_that_failed_keeps_its_own_error(bench: Bench) -> None:
    failed, _ = bench.together(fail_after_storing(1), break_the_commit)

    assert isinstance(failed.exception(), Failure)


def test_after_a_commit_that_failed_the_next_one_succeeds(bench: Bench) -> None:
    with pytest.raises(IntegrityError):
        bench.group.submit(break_the_commit)

    assert (bench.group.submit(store(1)), bench.stored()) == (1, [1])


def test_many_threads_store_each_job_once(bench: Bench) -> None:
    start = threading.Barrier(16)

    def run(thread: int) -> list[int]:
        start.wait(PATIENCE)
        return [bench.group.submit(store(thread * 100 + n)) for n in range(20)]

    with ThreadPoolExecutor(16) as pool:
        told = [number for numbers in pool.map(run, range(16)) for number in numbers]

    assert sorted(bench.stored()) == sorted(told)
    assert bench.commits <= len(told) + 1


def test_outside_a_server_brief_work_is_done_as_any_other(bench: Bench) -> None:
    def find_more_to_do(tx: Connection) -> int:
        takes_time(tx)
        return store(1)(tx)

    assert (bench.group.submit(find_more_to_do, is_brief=True), bench.stored()) == (1, [1])
