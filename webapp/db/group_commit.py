"""SQLite writes: fair among processes, and several of one process share a commit.

SQLite's own waiting for its write lock is unfair and blocks the whole process, so processes write in turns first.
Whoever finds the queue idle becomes the leader and commits for all who queued up meanwhile. Each job stands in a savepoint
of its own, so one that fails takes nobody with it. Nobody is answered before the log is on the disk (`durable.py`).
"""

import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from sqlalchemy import Connection, Engine

from webapp.db.durable import Durable
from webapp.db.offload import NativeThread
from webapp.db.trouble import AWAY, trouble
from webapp.db.turns import Turns
from webapp.domain.errors import Unavailable

T = TypeVar("T")


class _Job(Generic[T]):
    """One unit of work on its way into a transaction, and what came of it."""

    def __init__(self, work: Callable[[Connection], T]) -> None:
        self._work = work
        self._result: list[T] = []
        self._error: BaseException | None = None
        self.done = False
        self.commit = 0
        """The number of the commit that it came into; 0: into none."""

    def attempt(self, connection: Connection) -> bool:
        """Do the work; False when it failed and must be rolled back."""
        try:
            self._result = [self._work(connection)]
        except Exception as error:
            self._error = error
        return self._error is None

    @property
    def met_trouble(self) -> bool:
        """Whether it failed for a reason that undoes the whole transaction: there is no savepoint to go back to."""
        return self._error is not None and trouble(self._error) is not None

    def fail(self, error: BaseException) -> None:
        """Say that the transaction as a whole did not come about."""
        self._error = self._error or error

    def outcome(self) -> T:
        """What the work returned, once committed. Raises what it raised."""
        if self._error is not None:
            raise self._error
        return self._result[0]


class GroupCommit:
    """The way into SQLite for writing: one at a time over all processes, in fair order, committed together."""

    def __init__(self, engine: Engine, file: Path) -> None:
        self._engine = engine
        self._turns = Turns(file)
        self._durable = Durable(file.with_name(file.name + "-wal"))
        self._connection: Connection | None = None
        self._thread = NativeThread()
        self._turn = threading.Lock()
        self._waiting: deque[_Job[object]] = deque()

    def submit(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in a write transaction; returns when it is committed and on the disk. Raises what it raised, or what
        the commit raised."""
        job = _Job(work)
        self._waiting.append(job)  # type: ignore[arg-type]  # the queue does not care what a job returns
        with self._turn:
            if not job.done:
                batch = [self._waiting.popleft() for _ in range(len(self._waiting))]
                self._thread.run(lambda: self._commit(batch))
        outcome = job.outcome()
        self._durable.wait_for(job.commit)
        return outcome

    def close(self) -> None:
        """Give back the connection and the files."""
        self._let_go()
        self._durable.close()
        self._turns.close()

    def _commit(self, batch: list[_Job[object]]) -> None:
        try:
            with self._turns.mine():
                self._connection = self._connection or self._engine.connect()
                self._make_good(self._connection)
                self._run(batch, self._connection)
            number = self._durable.committed()
            for job in batch:
                job.commit = number
        except BaseException as error:
            self._let_go()
            for job in batch:
                job.fail(error)
        finally:
            for job in batch:
                job.done = True

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

    def _run(self, batch: list[_Job[object]], connection: Connection) -> None:
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
