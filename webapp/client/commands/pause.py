"""`seat pause`: frees the license of a session of this device for a while."""

import click

from webapp.client.commands.choosing import choose_one
from webapp.client.commands.freed import freed_licenses
from webapp.client.commands.signed_in import open_sessions, signed_in_client
from webapp.client.commands.table import clock_time
from webapp.client.printable import printable

EXAMPLES = """
\b
Examples:
  seat pause               the only session that goes on from this device
  seat pause srv-db-02     by the name of its remote side, or a part of its id
"""


@click.command(
    "pause", short_help="Pause a session: its license is free until it is resumed.", epilog=EXAMPLES
)
@click.argument("session", required=False)
def pause(session: str | None) -> None:
    """Pause SESSION, one that you opened from this device: its license is free at once, and its program is stopped.

    It is over when it is not resumed in time; seat says until when. To go on: seat resume.
    """
    with signed_in_client() as (_, client):
        active = [one for one in open_sessions(client) if one.state == "active"]
        before = choose_one(active, session, "active")
        paused = client.pause_session(before.id)
        until = clock_time(paused.expires_at)
        click.echo(f"Paused {printable(paused.remote)}. To go on, before {until}: seat resume")
        for line in freed_licenses(client, [before]):
            click.echo(line)
