"""PostgreSQL through psycopg 3: pooled connections, and which failures a transaction may simply be run again after."""

import time

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.engine.url import URL
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

POOL_SIZE = 16
ASKED_AFTER_SECONDS = 1.0
RETRY_STATES = {"40001", "40P01"}
"""SQLSTATEs of serialization failure and deadlock: PostgreSQL has undone everything, so the work can be done anew."""


def open_engine(url: URL) -> Engine:
    """One pool for reading and writing. READ COMMITTED: every change of state is a conditional UPDATE under a row lock."""
    engine = create_engine(
        url,
        pool_size=POOL_SIZE,
        max_overflow=POOL_SIZE,
        pool_timeout=30,
        isolation_level="READ COMMITTED",
    )
    event.listen(engine, "connect", _prepare_nothing_behind_a_pooler)
    return engine


def snapshot_reader(engine: Engine) -> Engine:
    """The same pool for reading: each transaction sees one snapshot and cannot write."""
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def single_statements(engine: Engine) -> Engine:
    """The same pool for reading with one statement, which then needs no BEGIN and COMMIT."""
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def ask_first_after_a_pause(engine: Engine) -> None:
    """Have a connection that was idle for a while asked whether it still stands, before it is used; a busy one need not be."""

    @event.listens_for(engine, "checkin")
    def _given_back(_connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
        record.info["idle_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _taken(
        connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: PoolProxiedConnection
    ) -> None:
        idle = time.monotonic() - record.info.get("idle_since", time.monotonic())
        if idle > ASKED_AFTER_SECONDS and not _stands(engine, connection):
            raise DisconnectionError


def _stands(engine: Engine, connection: DBAPIConnection) -> bool:
    try:
        return engine.dialect.do_ping(connection)
    except engine.dialect.loaded_dbapi.Error:
        return False


def may_run_again(error: DBAPIError) -> bool:
    """Whether the database has surely undone the whole transaction for a reason that will pass."""
    return getattr(error.orig, "sqlstate", None) in RETRY_STATES


def _prepare_nothing_behind_a_pooler(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    """Behind pgbouncer in transaction mode each transaction may meet another server process, which knows nothing of what
    was prepared before. One can tell: what a pooler says at the start is not the number of the process that answers."""
    if connection.info.backend_pid != _answering_process(connection):
        connection.prepare_threshold = None


def _answering_process(connection: DBAPIConnection) -> object:
    cursor = connection.cursor()
    cursor.execute("SELECT pg_backend_pid()")
    row = cursor.fetchone()
    cursor.close()
    connection.rollback()
    return row and row[0]
