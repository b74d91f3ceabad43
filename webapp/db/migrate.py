"""Brings a database to the schema of this version, by itself at start. Several nodes may start at once: one migrates."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, text

from webapp.db import sqlite
from webapp.db.database import parsed_url

MIGRATIONS = Path(__file__).parent.parent / "migrations"
ADVISORY_LOCK = 0x5EA7_4EE9
"""A number of our own for PostgreSQL's advisory lock."""


def upgrade(url: str) -> str:
    """Run the migrations that the database lacks; returns the revision it now has."""
    parsed = parsed_url(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    if parsed.get_backend_name() == "sqlite":
        file = sqlite.database_file(parsed)
        file.parent.mkdir(parents=True, exist_ok=True)
        with _file_locked(file.with_name(file.name + ".lock")):
            return _migrate(config, sqlite.open_migrator(parsed))
    return _migrate(config, create_engine(parsed))


def _migrate(config: Config, engine: Engine) -> str:
    head = ScriptDirectory.from_config(config).get_current_head() or ""
    try:
        with engine.connect() as connection, _advisory_locked(connection):
            if MigrationContext.configure(connection).get_current_revision() != head:
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
            connection.commit()
    finally:
        engine.dispose()
    return head


@contextmanager
def _file_locked(lock_file: Path) -> Iterator[None]:
    fd = os.open(lock_file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX)
        yield
    finally:
        os.close(fd)


@contextmanager
def _advisory_locked(connection: Connection) -> Iterator[None]:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
    yield
