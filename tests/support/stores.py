"""Where the tests' databases are: files in a folder, or databases of one PostgreSQL server."""

import shutil
from pathlib import Path
from typing import Protocol

from sqlalchemy import make_url

from tests.support.postgresql import administer


class Store(Protocol):
    """A place that databases are made in and copied within."""

    def url(self, name: str) -> str:
        """The URL of a database by its name."""
        ...

    def create(self, name: str, template: str | None = None) -> None:
        """Make a database: an empty one, or a copy."""
        ...

    def drop(self, name: str) -> None:
        """Throw a database away."""
        ...


class SqliteStore:
    """Databases as files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def url(self, name: str) -> str:
        """The URL of a database by its name."""
        return f"sqlite:///{self._folder / name}.db"

    def create(self, name: str, template: str | None = None) -> None:
        """Make a database: an empty one, or a copy."""
        if template is not None:
            shutil.copyfile(self._folder / f"{template}.db", self._folder / f"{name}.db")

    def drop(self, name: str) -> None:
        """Throw a database away."""
        for file in self._folder.glob(f"{name}.db*"):
            file.unlink()


class PostgresqlStore:
    """Databases of one server."""

    def __init__(self, server: str) -> None:
        self._server = server

    def url(self, name: str) -> str:
        """The URL of a database by its name."""
        return make_url(self._server).set(database=name).render_as_string(hide_password=False)

    def create(self, name: str, template: str | None = None) -> None:
        """Make a database: an empty one, or a copy."""
        administer(
            self._server, f"CREATE DATABASE {name} TEMPLATE {template or 'template0'} STRATEGY FILE_COPY"
        )

    def drop(self, name: str) -> None:
        """Throw a database away, whoever is still connected."""
        administer(self._server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
