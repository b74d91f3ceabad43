"""`seat support`: a session that somebody joins by a code."""

import sys

import click

from webapp.client import exit_status
from webapp.client.commands.options import accept_ppu_option
from webapp.client.commands.signed_in import signed_in_client
from webapp.client.wish import Wish

EXAMPLES = f"""
\b
Examples:
  seat support
  seat support --label 'Printer on floor 2'
\b
{exit_status.TABLE.removeprefix(chr(8)).lstrip()}
"""


@click.command("support", short_help="Issue a code that somebody joins a session by.", epilog=EXAMPLES)
@click.option("--label", default="", help="What the session is about, until somebody joins and gives a name.")
@accept_ppu_option
def support(label: str, accept_ppu: bool | None) -> None:
    """Open a support session: show its code and the link for whoever is to join, say who has joined, and wait.

    The session holds a license from the moment the code is issued. It is over when the other side leaves, when somebody
    ends it, when the code expires and nobody has joined, or when you press Ctrl-C.
    """
    from webapp.client.running.admission import Admission
    from webapp.client.running.host_session import HostSession
    from webapp.client.running.inbox import Inbox
    from webapp.client.running.notices import Notices
    from webapp.client.running.stopped import StoppedWaiting

    inbox, notices = Inbox(), Notices()
    with signed_in_client() as (_, client), inbox.catching_signals():
        admission = Admission(client, Wish(label, kind="support", accept_ppu=accept_ppu), inbox, notices)
        try:
            session = admission.open(wait=False)
        except StoppedWaiting as stopped:
            sys.exit(exit_status.SIGNALLED + stopped.number)
        sys.exit(HostSession(client, admission.wish, inbox, notices).host(session))
