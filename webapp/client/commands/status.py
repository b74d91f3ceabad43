"""`seat status`: who is signed in, what is open, and which licenses are in use."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

import click

from webapp.client.answers import Licenses, Session, SignedIn
from webapp.client.commands.signed_in import signed_in_client
from webapp.client.commands.table import clock_time, table
from webapp.client.errors import ProblemError
from webapp.client.printable import printable
from webapp.client.seatkeeper_client import SeatkeeperClient

Viewed = TypeVar("Viewed")
EXAMPLES = """
\b
Examples:
  seat status
  seat status --json | jq .licenses.in_use
"""


@click.command("status", short_help="Show who is signed in, and what is open.", epilog=EXAMPLES)
@click.option("--json", "as_json", is_flag=True, help="For programs: one JSON document.")
def status(as_json: bool) -> None:
    """Show who is signed in, the sessions open from this device, and the licenses in use."""
    with signed_in_client() as (known, client):
        who = client.who_am_i()
        sessions, licenses = _if_allowed(lambda: _own_sessions(client)), _if_allowed(client.licenses)
    if as_json:
        document = _document(known.url, who, sessions, licenses)
        click.echo(json.dumps(document, indent=1, ensure_ascii=False))
        return
    name = who.user_display_name or who.user
    click.echo(printable(f"{name} ({who.account}\\{who.user}) on {who.device}, signed in to {known.url}"))
    click.echo(f"\n{_sessions_text(sessions)}\n\n{_licenses_text(licenses)}")


def _if_allowed(ask: Callable[[], Viewed]) -> Viewed | None:
    try:
        return ask()
    except ProblemError as error:
        if error.status == 403:
            return None  # this user may not view that
        raise


def _own_sessions(client: SeatkeeperClient) -> list[Session]:
    return [session for session in client.sessions() if session.mine]


def _document(
    url: str, who: SignedIn, sessions: list[Session] | None, licenses: Licenses | None
) -> dict[str, Any]:
    return {
        "url": url,
        **who.model_dump(mode="json", exclude={"token"}),
        "sessions": None if sessions is None else [session.model_dump(mode="json") for session in sessions],
        "licenses": None if licenses is None else licenses.model_dump(mode="json"),
    }


def _sessions_text(sessions: list[Session] | None) -> str:
    if sessions is None:
        return "You may not view sessions."
    if not sessions:
        return "No session is open from this device."
    rows = [[str(s.id), s.remote, _state(s), _license(s), clock_time(s.opened_at)] for s in sessions]
    return table(["SESSION", "REMOTE", "STATE", "LICENSE", "STARTED"], rows)


def _state(session: Session) -> str:
    """Its state, and until when where it only waits."""
    if session.state in ("paused", "standby"):
        return f"{session.state} until {clock_time(session.expires_at)}"
    return session.state


def _license(session: Session) -> str:
    if session.on_ppu and not session.over:
        return "pay per use"
    return str(session.held_license or "–")


def _licenses_text(licenses: Licenses | None) -> str:
    if licenses is None:
        return "You may not view the licenses in use."
    line = f"{licenses.in_use} of {licenses.licenses} licenses in use"
    rows = [
        [str(h.license or "–"), h.user_display_name or h.user, h.device, clock_time(h.since), str(h.sessions)]
        for h in licenses.holders
    ]
    return line if not rows else f"{line}\n{table(['LICENSE', 'USER', 'DEVICE', 'SINCE', 'SESSIONS'], rows)}"
