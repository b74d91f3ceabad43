"""PostgreSQL through psycopg 3: pooled connections, and which failures a transaction may simply be run again after."""

import os
import re
import time

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.engine.url import URL
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry, NullPool, PoolProxiedConnection

POOL_SIZE = 16
WAITS_BY = "wait_poll"
"""By what of Python's psycopg waits for an answer: what gevent patches. By itself psycopg chooses once, when it is imported,
which `serve` does before it forks and so before gevent has patched anything: each query would then stop a whole process."""
ASKED_AFTER_SECONDS = 1.0
RETRY_STATES = {"40001", "40P01"}
"""SQLSTATEs of serialization failure and deadlock: PostgreSQL has undone everything, so the work can be done anew."""


READ_ONLY = "25006"
"""SQLSTATE of a write to a server that is a standby."""
_SEVERAL_HOSTS = re.compile(r"(?P<before>postgres[^/]*//(?:[^@/]*@)?)(?P<hosts>[^/?]*,[^/?]*)(?P<after>.*)")
_NOTICE_SOON = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
"""A host that went away without a word is noticed within seconds, not the quarter of an hour that TCP takes by itself."""


def with_hosts_apart(text: str) -> URL:
    """A database URL. One that names several hosts, as libpq takes them, means whichever of them can be written to."""
    found = _SEVERAL_HOSTS.fullmatch(text)
    if found is None:
        return make_url(text)
    url = make_url(found["before"] + found["after"])
    url = url.update_query_pairs([("host", host) for host in found["hosts"].split(",")], append=True)
    return url.update_query_dict({"target_session_attrs": "read-write", **url.query})


def open_engine(url: URL) -> Engine:
    """One pool for reading and writing. READ COMMITTED: every change of state is a conditional UPDATE under a row lock."""
    os.environ.setdefault("PSYCOPG_WAIT_FUNC", WAITS_BY)
    engine = create_engine(
        url,
        connect_args={name: value for name, value in _NOTICE_SOON.items() if name not in url.query},
        pool_size=POOL_SIZE,
        max_overflow=POOL_SIZE,
        pool_timeout=30,
        isolation_level="READ COMMITTED",
    )
    event.listen(engine, "connect", _prepare_nothing_behind_a_pooler)
    event.listen(engine, "handle_error", _leave_who_cannot_write)
    return engine


def open_unpooled(url: URL) -> Engine:
    """A connection of its own for each reader, closed afterwards."""
    return create_engine(url, poolclass=NullPool)


def _leave_who_cannot_write(context: ExceptionContext) -> None:
    """A server that became a standby keeps its connections: they are dropped, so that the next ones find who can write."""
    if getattr(context.original_exception, "sqlstate", None) == READ_ONLY:
        context.is_disconnect = True


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
