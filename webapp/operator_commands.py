"""What the operator does to the installation: back it up and put it back."""

import sqlite3
from pathlib import Path

import click

from webapp.command_line import read_settings
from webapp.db.backup import back_up, restore, sqlite_file
from webapp.settings import Settings

FILE = click.Path(dir_okay=False, path_type=Path)
WITH_POSTGRESQL = """\
The database is on PostgreSQL, whose own tools do this, also while servers run:
  pg_dump --format=custom --file={file} "$SEATKEEPER_DATABASE_URL"
  pg_restore --clean --if-exists --single-transaction --dbname="$SEATKEEPER_DATABASE_URL" {file}
Stop all servers before pg_restore."""


@click.command("backup")
@click.argument("file", type=FILE)
@click.option("--replace", is_flag=True, help="Put it in the place of a file that is there.")
def backup_command(file: Path, *, replace: bool) -> None:
    """Copy the SQLite database into FILE, also while the server runs: all of it as it is at one moment, and checked.

    \b
    Example:
      seatkeeper backup /var/backups/seatkeeper-$(date +%F).db
    """
    settings = read_settings()
    database = _database(settings, file)
    try:
        back_up(database, file, replace=replace)
    except (ValueError, OSError, sqlite3.Error) as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"Backed up to {file}.")
    if not settings.secret_key:
        click.echo(
            f"Keep {settings.instance / 'secret_key'} with it: authenticator apps work with that key alone."
        )


@click.command("restore")
@click.argument("file", type=FILE)
@click.option("--replace", is_flag=True, help="Put it in the place of the database that is there.")
def restore_command(file: Path, *, replace: bool) -> None:
    """Put the backup FILE in the place of the SQLite database. The server has to be stopped.

    Everything since the backup is forgotten; whoever was signed out or disabled since is not any more. The database that
    was there is moved aside, not removed. A backup of an older version is brought forward when the server starts.

    \b
    Example:
      seatkeeper restore /var/backups/seatkeeper-2026-03-02.db --replace
    """
    database = _database(read_settings(), file)
    try:
        aside = restore(file, database, replace=replace)
    except (ValueError, OSError, sqlite3.Error) as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"Restored {file} to {database}.")
    if aside is not None:
        click.echo(f"The database that was there is {aside} now.")


def _database(settings: Settings, file: Path) -> Path:
    try:
        database = sqlite_file(settings.effective_database_url)
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    if database is None:
        raise click.ClickException(WITH_POSTGRESQL.format(file=file))
    return database


COMMANDS = (backup_command, restore_command)
