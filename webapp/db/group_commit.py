"""SQLite writes: fair among processes, and several of one process share a commit.

SQLite's own waiting for its write lock is unfair and blocks the whole process, so processes write in turns first.
Whoever finds the queue idle becomes the leader and commits for all who queued up meanwhile. Each job stands in a savepoint
of its own, so one that fails takes nobody with it. Nobody is answered before the log is on the disk (`durable.py`).
"""

import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine

from webapp.db.durable import Durable
from webapp.db.job import BRIEF, Job
from webapp.db.marks import Marks
from webapp.db.offload import NativeThread, under_gevent
from webapp.db.trouble import AWAY
from webapp.db.turns import Turns
from webapp.domain.errors import Unavailable

T = TypeVar("T")


class GroupCommit:
    """The way into SQLite for writing: one at a time over all processes, in fair order, committed together.

    Under gevent whatever waits, for the turn or for the disk, and all work that is not brief, is done on native threads. Brief
    work is done in place, where it takes less than handing it over does.
    """

    def __init__(self, engine: Engine, file: Path, marks: Marks) -> None:
        self._engine = engine
        self._turns = Turns(file)
        self._durable = Durable(file, marks)
        self._connection: Connection | None = None
        self._thread = NativeThread()
        self._in_place = under_gevent()
        self._turn = threading.Lock()
        self._waiting: deque[Job[object]] = deque()

    def submit(self, work: Callable[[Connection], T], *, is_brief: bool = False) -> T:
        """Run `work` in a write transaction; returns when it is committed and on the disk. Raises what it raised, or what
        the commit raised."""
        job = Job(work, is_brief=is_brief)
        self._waiting.append(job)  # type: ignore[arg-type]  # the queue does not care what a job returns
        with self._turn:
            while not job.done:
                self._lead()
        outcome = job.outcome()
        self._durable.wait_for(job.commit)
        return outcome

    def close(self) -> None:
        """Give back the connection and the files."""
        self._let_go()
        self._durable.close()
        self._turns.close()

    def _lead(self) -> None:
        """Commit for all who wait."""
        if not self._in_place or not all(job.is_brief for job in self._waiting):
            self._thread.run(self._commit_in_turn)
            return
        if not self._turns.take_if_free():
            self._thread.run(self._turns.take)
        try:
            self._commit(is_brief=True)
        finally:
            self._turns.give_back()

    def _commit_in_turn(self) -> None:
        self._turns.take()
        try:
            self._commit(is_brief=False)
        finally:
            self._turns.give_back()

    def _commit(self, *, is_brief: bool) -> None:
        batch = self._next_batch(is_brief=is_brief)
        try:
            self._connection = self._connection or self._engine.connect()
            self._connection.info[BRIEF] = is_brief
            self._make_good(self._connection)
            self._run(batch, self._connection)
            number = self._durable.committed()
            for job in batch:
                job.commit = number
        except BaseException as error:
            self._let_go()
            for job in batch:
                job.fail(error)
                job.is_brief = is_brief
        again = [job for job in batch if is_brief and not job.is_brief]
        self._waiting.extendleft(reversed(again))
        for job in batch:
            job.done = job not in again

    def _next_batch(self, *, is_brief: bool) -> list[Job[object]]:
        """Everybody who waits by now; brief work is joined by no other."""
        batch = []
        while self._waiting and (not is_brief or self._waiting[0].is_brief):
            batch.append(self._waiting.popleft())
        return batch

    def _let_go(self) -> None:
        """Close the connection, which also rolls back what a failed commit has left standing."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _make_good(self, connection: Connection) -> None:
        """Where the log may lack something on the disk, move all that was committed into the main file, see that onto the
        disk, and begin the log anew: what came after a gap would be lost with it."""
        if self._durable.is_in_doubt:
            checkpoint = connection.connection.cursor()
            checkpoint.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if (checkpoint.fetchone() or [1])[0]:  # readers stand in the way
                raise Unavailable(AWAY)
            self._durable.made_good()

    def _run(self, batch: list[Job[object]], connection: Connection) -> None:
        with connection.begin() as transaction:
            self._durable.before_commit()
            if len(batch) == 1:
                if not batch[0].attempt(connection):
                    transaction.rollback()
                return
            cursor = connection.connection.cursor()
            for job in batch:
                cursor.execute("SAVEPOINT job")  # SQLAlchemy's own takes longer than most of the work
                if not job.attempt(connection):
                    if job.met_trouble:
                        job.outcome()
                    cursor.execute("ROLLBACK TO job")
                cursor.execute("RELEASE job")
