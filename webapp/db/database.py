"""The database as the rest of Seatkeeper sees it: `read()` a snapshot, `write(work)` a transaction."""

import logging
import sqlite3
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.engine.url import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from webapp.db import postgresql, sqlite
from webapp.db.change_mark import ChangeMark
from webapp.db.group_commit import GroupCommit
from webapp.db.last import begin, commit_with_last
from webapp.db.later import AT_ONCE, AT_ONCE_IN_PLACE, Later
from webapp.db.marks import Marks
from webapp.db.offload import offload
from webapp.db.prepared import Prepared, Values
from webapp.db.trouble import READ_ONLY, trouble

T = TypeVar("T")
WRITE_ATTEMPTS = 4
log = logging.getLogger(__name__)


def parsed_url(text: str) -> URL:
    """A database URL with the driver this project uses. Raises ValueError for a database it does not run on."""
    url = postgresql.with_hosts_apart(text)
    backend = url.get_backend_name()
    if backend == "postgres" or backend == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if backend == "sqlite":
        return url.set(drivername="sqlite+pysqlite")
    raise ValueError(f"Seatkeeper runs on SQLite and PostgreSQL, not on {backend}.")


@contextmanager
def _trouble_told(*, writes: bool = True) -> Iterator[None]:
    """A reader that tries to write is a fault of ours and no trouble of the database."""
    try:
        yield
    except (DBAPIError, NoConnectionFree, sqlite3.Error) as error:  # SQLite begins by the driver alone
        told = trouble(error)
        if told is None or (told.message == READ_ONLY and not writes):
            raise
        log.warning("the database cannot be used: %s", error)
        raise told from error


class Database:
    """One open database. Each process opens its own, after it was forked."""

    def __init__(self, url: URL, marks: Marks) -> None:
        self.url = url
        self.is_postgresql = url.get_backend_name() == "postgresql"
        self._group: GroupCommit | None = None
        self._later: dict[Prepared, Later] = {}
        self._collects = False
        self._idle: list[Connection] = []
        """Of SQLite, for `first`: the pool's own care takes longer than the statement."""
        if self.is_postgresql:
            self._writer: Engine = postgresql.open_engine(url)
            postgresql.ask_first_after_a_pause(self._writer)
            self._reader: Engine = postgresql.snapshot_reader(self._writer)
            self._looker: Engine = postgresql.single_statements(self._writer)
            self._lone_reader: Engine = postgresql.snapshot_reader(postgresql.open_unpooled(url))
            return
        file = sqlite.database_file(url)
        self._writer, self._reader = sqlite.open_writer(url), sqlite.open_reader(url)
        self._lone_reader = sqlite.open_reader(url, pooled=False)
        self._looker = self._reader
        self._group = GroupCommit(self._writer, file, marks)

    @classmethod
    def open(cls, url: str, marks: Marks | None = None) -> "Database":
        """Open a database by URL (`sqlite:///…` or `postgresql://…`). Raises ValueError for any other. `marks`: what the
        processes of one server share about their commits to it."""
        return cls(parsed_url(url), marks or Marks())

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A snapshot to read from. Hold it shortly: never while a response streams. Raises Unavailable."""
        with _trouble_told(writes=False), self._reader.connect() as connection, connection.begin():
            yield connection

    def read_long(self, work: Callable[[Connection], T]) -> T:
        """Run `work`, which reads or works for seconds, on a snapshot; everybody else of this process is served meanwhile.

        It gets a native thread and a connection of its own, so no pool is short of one.
        """

        def read() -> T:
            with self._lone_reader.connect() as connection, connection.begin():
                return work(connection)

        with _trouble_told(writes=False):
            return offload(read)

    def first(self, statement: Prepared, values: Values) -> Any:  # noqa: ANN401 - a row of any columns
        """The first row of one statement, or None. It sees one snapshot by itself, so no transaction stands around it."""
        with self._look() as connection:
            return statement.first(connection, values)

    def all(self, statement: Prepared, values: Values) -> list[Any]:  # rows of any columns
        """Every row of one statement, likewise."""
        with self._look() as connection:
            return statement.all(connection, values)

    def soon(self, statement: Prepared, key: Hashable, values: Values) -> None:
        """Carry this out within a second, or not at all when this process is killed before. Of several with one key the
        last counts. Where nothing is collected, as in commands, it is carried out before this returns."""
        if statement not in self._later:
            at_once = AT_ONCE if self.is_postgresql else AT_ONCE_IN_PLACE
            self._later[statement] = Later(self.write_briefly, statement, at_once)
            if self._collects:
                self._later[statement].start()
        self._later[statement].put(key, values)

    def collect(self) -> None:
        """Collect from now on what is to be carried out soon: this process serves."""
        self._collects = True

    def settle(self) -> None:
        """Carry out now what was to be carried out soon: this process stops serving."""
        for later in self._later.values():
            later.flush()

    def write_briefly(self, work: Callable[[Connection], T]) -> T:
        """The same as `write`, for work of a few statements. Where it finds that there is more to do, it says so
        (`takes_time`), and is begun anew."""
        return self.write(work, is_brief=True)

    def write(self, work: Callable[[Connection], T], *, is_brief: bool = False) -> T:
        """Run `work` in one write transaction and return its result after the commit. Any error undoes it whole.

        `work` may run more than once: on PostgreSQL a deadlock undoes it and it is run again. Raises Unavailable when the
        database is full, read only or away.
        """
        with _trouble_told():
            return self._write(work, is_brief=is_brief)

    def _write(self, work: Callable[[Connection], T], *, is_brief: bool) -> T:
        if self._group is not None:
            return self._group.submit(work, is_brief=is_brief)
        for _ in range(WRITE_ATTEMPTS - 1):
            try:
                return self._write_once(work)
            except DBAPIError as error:
                if not postgresql.may_run_again(error):
                    raise
        return self._write_once(work)

    def change_mark(self) -> ChangeMark:
        """A new mark that tells whether anything was committed since it was last looked at."""
        return ChangeMark(self._reader, self.is_postgresql)

    def server_time(self) -> datetime:
        """The database server's clock (PostgreSQL), aware, UTC."""
        with _trouble_told(), self._reader.connect() as connection:
            moment = connection.execute(select(func.clock_timestamp())).scalar_one()
        assert isinstance(moment, datetime)
        return moment.astimezone(UTC)

    def close(self) -> None:
        """Close all connections."""
        while self._idle:
            self._idle.pop().close()
        if self._group is not None:
            self._group.close()
        self._reader.dispose()
        self._writer.dispose()

    @contextmanager
    def _look(self) -> Iterator[Connection]:
        with _trouble_told(writes=False):
            if self.is_postgresql:
                with self._looker.connect() as connection:
                    yield connection
                return
            connection = self._idle.pop() if self._idle else self._looker.connect()
            try:
                yield connection
            finally:
                self._idle.append(connection)

    def _write_once(self, work: Callable[[Connection], T]) -> T:
        with self._writer.connect() as connection, begin(connection) as transaction:
            result = work(connection)
            commit_with_last(connection, transaction)
            return result
