"""What the operator's commands share: settings, an open database, and passwords that never stand on the command line."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from typing import Any

import click
from pydantic import ValidationError

from webapp.clock import clock_for
from webapp.db import Database, DatabaseFailure, upgrade
from webapp.db.backup import sqlite_file
from webapp.domain.errors import UseCaseError
from webapp.settings import Settings


def read_settings() -> Settings:
    """The installation's settings. Raises ClickException that names those that cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        lines = [f"  {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        raise click.ClickException("These settings cannot be used:\n" + "\n".join(lines)) from None


@contextmanager
def open_database(settings: Settings) -> Iterator[tuple[Database, datetime]]:
    """The database, at this version's schema, and the time. What fails meanwhile is told as a ClickException."""
    url = settings.effective_database_url
    opened = None
    try:
        _make_private(url)
        upgrade(url)
        opened = Database.open(url)
        yield opened, clock_for(opened).now()
    except UseCaseError as error:
        raise click.ClickException(error.message) from None
    except (ValueError, OSError) as error:
        raise click.ClickException(str(error)) from None
    except DatabaseFailure as error:
        raise click.ClickException(f"The database does not answer as it should: {error}") from None
    finally:
        if opened is not None:
            opened.close()


def _make_private(url: str) -> None:
    """A new SQLite database is for this system user's eyes alone, and so is what SQLite puts beside it."""
    file = sqlite_file(url)
    if file is not None and not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)


def takes_password(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the new password: from standard input, or asked for twice."""

    @click.option(
        "--password-stdin", is_flag=True, help="Read the password from the first line of standard input."
    )
    @wraps(command)
    def with_password(*args: Any, password_stdin: bool, **kwargs: Any) -> None:
        if password_stdin:
            password = sys.stdin.readline().rstrip("\r\n")
        else:
            password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        command(*args, password=password, **kwargs)

    return with_password
