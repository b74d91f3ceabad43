"""SQLite: a pool that only reads, and one connection that writes, always in immediate transactions (WAL).

Everything that was answered is on the disk: migrations wait for it within SQLite, all other writes in `durable.py`.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.engine.url import URL
from sqlalchemy.pool import ConnectionPoolEntry, NullPool, StaticPool

from webapp.db.offload import under_gevent

CONNECT: dict[str, Any] = {"check_same_thread": False, "cached_statements": 512}
BUSY_TIMEOUT_MS = 30_000
READERS = 8
CACHE_KIB = 16 * 1024
CHECKPOINT_PAGES = 4000
"""16 MiB of changes before they move into the main file: a page that changes with every admission moves there once."""


def database_file(url: URL) -> Path:
    """The file that a SQLite URL names. Raises ValueError for one in memory, which processes could not share."""
    if not url.database or url.database == ":memory:":
        raise ValueError(
            "SQLite needs a file: name one, for example sqlite:////var/lib/seatkeeper/seatkeeper.db"
        )
    return Path(url.database)


def open_reader(url: URL, *, pooled: bool = True) -> Engine:
    """Connections that cannot write; each transaction sees one snapshot. Unpooled: each reader has one of its own."""
    pool: dict[str, Any] = {"pool_size": READERS, "max_overflow": READERS, "pool_timeout": 30}
    engine = create_engine(
        url,
        connect_args=CONNECT,
        **(pool if pooled else {"poolclass": NullPool}),
    )
    _prepare(engine, "BEGIN", "PRAGMA query_only=ON")
    event.listen(engine, "connect", _lower_every_alphabet)
    return engine


def open_writer(url: URL) -> Engine:
    """The one connection of this process that writes. Deferred transactions would let two readers both become writers."""
    engine = create_engine(url, connect_args=CONNECT, poolclass=StaticPool)
    _prepare(engine, "BEGIN IMMEDIATE", "PRAGMA journal_mode=WAL", synchronous="NORMAL")
    return engine


def open_migrator(url: URL) -> Engine:
    """The connection that migrations run on: changes of the schema stand in the transaction too, so that one which breaks
    off leaves nothing behind; and a table may be rebuilt that others refer to."""
    engine = create_engine(url, poolclass=StaticPool)
    _prepare(engine, "BEGIN IMMEDIATE", "PRAGMA journal_mode=WAL", foreign_keys=False)
    return engine


def _lower_every_alphabet(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    """SQLite's own lower() knows A to Z alone, and a search has to find Émile too."""
    connection.create_function("lower", 1, lambda text: text and text.lower(), deterministic=True)


def _prepare(
    engine: Engine, begin: str, *pragmas: str, foreign_keys: bool = True, synchronous: str = "FULL"
) -> None:
    every = (
        f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}",
        *pragmas,
        f"PRAGMA synchronous={synchronous}",
        f"PRAGMA cache_size=-{CACHE_KIB}",
        f"PRAGMA wal_autocheckpoint={0 if under_gevent() else CHECKPOINT_PAGES}",  # see checkpoints.py
        f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}",
    )

    @event.listens_for(engine, "connect")
    def _on_connect(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself
        cursor = connection.cursor()
        for pragma in every:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        connection.connection.cursor().execute(
            begin
        )  # by the driver, as it precedes every statement of the hot path
