"""`seat resume`: asks for a paused session of this device to be let in again."""

import sys

import click

from webapp.client import exit_status
from webapp.client.answers import Session
from webapp.client.commands.choosing import choose_one
from webapp.client.commands.options import accept_ppu_option
from webapp.client.commands.signed_in import open_sessions, signed_in_client
from webapp.client.errors import PpuConsentRequired
from webapp.client.printable import printable
from webapp.client.running.consent import ask_for_minutes
from webapp.client.running.stopped import StoppedWaiting
from webapp.client.seatkeeper_client import SeatkeeperClient

EXAMPLES = """
\b
Examples:
  seat resume              the only session that is paused from this device
  seat resume srv-db-02    by the name of its remote side, or a part of its id
"""


@click.command("resume", short_help="Let a paused session go on, if a license is free.", epilog=EXAMPLES)
@click.argument("session", required=False)
@accept_ppu_option
def resume(session: str | None, accept_ppu: bool | None) -> None:
    """Resume SESSION, one that is paused: it asks for a license again, and its program goes on.

    When no license is free it stays paused; you read why, with the link to License Usage, and the exit status is 75.
    """
    with signed_in_client() as (_, client):
        paused = [one for one in open_sessions(client) if one.paused]
        resumed = _resume(client, choose_one(paused, session, "paused"), accept_ppu)
    on = "pay-per-use minutes" if resumed.on_ppu else f"license {resumed.license}"
    click.echo(f"Resumed {printable(resumed.remote)} on {on}.")


def _resume(client: SeatkeeperClient, session: Session, accept_ppu: bool | None) -> Session:
    try:
        return client.resume_session(session.id, accept_ppu)
    except PpuConsentRequired as required:
        try:
            return client.resume_session(session.id, ask_for_minutes(required))
        except StoppedWaiting as stopped:
            sys.exit(exit_status.SIGNALLED + stopped.number)
