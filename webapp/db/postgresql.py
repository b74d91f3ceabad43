"""PostgreSQL through psycopg 3: pooled connections, and which failures a transaction may simply be run again after."""

from sqlalchemy import Engine, create_engine
from sqlalchemy.engine.url import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

POOL_SIZE = 16
RETRY_STATES = {"40001", "40P01"}
"""SQLSTATEs of serialization failure and deadlock: PostgreSQL has undone everything, so the work can be done anew."""


def open_engine(url: URL) -> Engine:
    """One pool for reading and writing. READ COMMITTED: every change of state is a conditional UPDATE under a row lock."""
    return create_engine(
        url,
        pool_size=POOL_SIZE,
        max_overflow=POOL_SIZE,
        pool_timeout=30,
        pool_pre_ping=True,
        isolation_level="READ COMMITTED",
    )


def open_unpooled(url: URL) -> Engine:
    """A connection of its own for each reader, closed afterwards."""
    return create_engine(url, poolclass=NullPool)


def snapshot_reader(engine: Engine) -> Engine:
    """The same pool for reading: each transaction sees one snapshot and cannot write."""
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def single_statements(engine: Engine) -> Engine:
    """The same pool for reading with one statement, which then needs no BEGIN and COMMIT."""
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def may_run_again(error: DBAPIError) -> bool:
    """Whether the database has surely undone the whole transaction for a reason that will pass."""
    return getattr(error.orig, "sqlstate", None) in RETRY_STATES
