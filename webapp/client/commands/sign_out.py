"""`seat sign-out`: revokes this device's token and forgets it."""

import click

from webapp.client import sign_in_file
from webapp.client.commands.signed_in import open_sessions, signed_in_client
from webapp.client.errors import SeatkeeperError, Unauthorized

EXAMPLES = """
\b
Examples:
  seat sign-out
  seat end --all && seat sign-out
"""


@click.command("sign-out", short_help="Sign out on this device.", epilog=EXAMPLES)
def sign_out() -> None:
    """Sign out on this device.

    Not while sessions are open from it: nobody could close them any more. The device keeps its id for the next sign-in.
    """
    with signed_in_client() as (known, client):
        try:
            if open_sessions(client):
                raise SeatkeeperError("Sessions are open from this device. End them first: seat end --all")
            client.sign_out()
        except Unauthorized:
            pass  # the server had signed the device out already
    sign_in_file.write(sign_in_file.path(), known.signed_out())
    click.echo(f"Signed out of {known.url}.")
