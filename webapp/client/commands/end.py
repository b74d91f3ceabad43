"""`seat end`: ends sessions of this device at once."""

from collections.abc import Sequence

import click

from webapp.client.answers import Session
from webapp.client.commands.signed_in import open_sessions, signed_in_client
from webapp.client.errors import SeatkeeperError, SessionOver
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
        ended = _chosen(open_sessions(client), session, all_sessions)
        for one in ended:
            _close(client, one)
            click.echo(f"Ended {printable(one.remote)}.")
        for line in _freed(client, ended):
            click.echo(line)


def _chosen(sessions: Sequence[Session], wanted: str | None, all_sessions: bool) -> Sequence[Session]:
    if not sessions:
        raise SeatkeeperError("No session is open from this device.")
    chosen = sessions if wanted is None else [one for one in sessions if _is_meant(one, wanted)]
    if all_sessions or len(chosen) == 1:
        return chosen
    listed = "".join(f"\n  {one.id}  {printable(one.remote)}" for one in chosen or sessions)
    why = "Which one?" if chosen else f"No session is {wanted}."
    raise SeatkeeperError(f"{why} Open from this device:{listed}")


def _is_meant(session: Session, wanted: str) -> bool:
    return session.remote.casefold() == wanted.casefold() or wanted.lower() in str(session.id)


def _close(client: SeatkeeperClient, session: Session) -> None:
    try:
        client.close_session(session.id)
    except SessionOver:
        return  # it ended by itself meanwhile


def _freed(client: SeatkeeperClient, ended: Sequence[Session]) -> list[str]:
    """Which licenses that freed: those that no other session of this device is on."""
    numbers = {one.license for one in ended if one.license is not None}
    kept = {one.license for one in open_sessions(client)}
    free = [f"License {number} is free." for number in sorted(numbers - kept)]
    held = [f"License {number} is still yours: other sessions are open." for number in sorted(numbers & kept)]
    return free + held
