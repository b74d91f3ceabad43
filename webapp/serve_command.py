"""`seatkeeper serve`: everything that is done once, before the processes that serve are started."""

import os
import sys

import click

from webapp.command_line import open_database, read_settings
from webapp.db.backup import hold_database, sqlite_file
from webapp.services.keep_heartbeat import keep_heartbeat
from webapp.services.set_up_installation import issue_setup_link
from webapp.settings import Settings

WAITS_COOPERATIVELY = ("PSYCOPG_WAIT_FUNC", "wait_poll")
"""How psycopg waits for PostgreSQL. It chooses when it is imported, which is here, where gevent has patched nothing yet: its own
choice would make a worker that waits for one answer keep everybody waiting."""


@click.command()
@click.option("--host", help="Address to listen on (127.0.0.1).")
@click.option("--port", type=int, help="Port to listen on (8000).")
def serve(host: str | None, port: int | None) -> None:
    """Serve the console and the client API.

    \b
    Settings: environment SEATKEEPER_* over config.toml in the instance folder over defaults.
    """
    from webapp.server import Server

    os.environ.setdefault(*WAITS_COOPERATIVELY)
    given = {key: value for key, value in {"host": host, "port": port}.items() if value is not None}
    settings = read_settings().model_copy(update=given)
    _keep_restores_away(settings)
    with open_database(settings) as (opened, now):
        token = issue_setup_link(opened, now)
        if settings.sweep:
            keep_heartbeat(opened, now)  # before anybody is answered: what was open is still as it was
    click.echo(f"Seatkeeper is at {settings.address}")
    if token:
        click.echo(f"No account yet. Create yours, once, at {settings.address}/set-up/{token}")
    sys.argv = sys.argv[:1]  # gunicorn would read our options as its own
    Server(settings).run()


def _keep_restores_away(settings: Settings) -> None:
    """From here on, and as long as a process of this server lives, no backup is put in the place of its database."""
    try:
        file = sqlite_file(settings.effective_database_url)
        if file is not None:
            hold_database(file, alone=False)
    except (ValueError, OSError) as error:
        raise click.ClickException(str(error)) from None
