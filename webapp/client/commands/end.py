"""`seat end`: ends sessions of this device at once."""

import click

from webapp.client.answers import Session
from webapp.client.commands.choosing import choose, choose_one
from webapp.client.commands.freed import freed_licenses
from webapp.client.commands.signed_in import open_sessions, signed_in_client
from webapp.client.errors import SessionOver
from webapp.client.printable import printable
from webapp.client.seatkeeper_client import SeatkeeperClient

EXAMPLES = """
\b
Examples:
  seat end                 the only session that is open from this device
  seat end srv-db-02       by the name of its remote side, or a part of its id
  seat end --all
"""


@click.command("end", short_help="End sessions of this device at once.", epilog=EXAMPLES)
@click.argument("session", required=False)
@click.option("--all", "all_sessions", is_flag=True, help="End all sessions that are open from this device.")
def end(session: str | None, all_sessions: bool) -> None:
    """End SESSION, one that you opened from this device, at once: its program is ended, its license is free.

    To end somebody else's session, with 30 seconds' notice, use License Usage in the console.
    """
    if session and all_sessions:
        raise click.UsageError("Name a session, or give --all, not both.")
    with signed_in_client() as (_, client):
        sessions = open_sessions(client)
        ended = choose(sessions, None) if all_sessions else [choose_one(sessions, session)]
        for one in ended:
            _close(client, one)
            click.echo(f"Ended {printable(one.remote)}.")
        for line in freed_licenses(client, ended):
            click.echo(line)


def _close(client: SeatkeeperClient, session: Session) -> None:
    try:
        client.close_session(session.id)
    except SessionOver:
        return  # it ended by itself meanwhile
