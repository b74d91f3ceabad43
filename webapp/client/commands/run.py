"""`seat run`: runs any program under a session."""

import shutil
import sys
from pathlib import Path

import click

from webapp.client import exit_status
from webapp.client.commands.options import accept_ppu_option
from webapp.client.commands.signed_in import signed_in_client
from webapp.client.errors import SeatkeeperError
from webapp.client.remote_name import guess_remote, guess_target
from webapp.client.wish import Wish

EXAMPLES = f"""
\b
Examples:
  seat run -- ssh ana@srv-db-02
  seat run --wait -- xfreerdp /v:srv-cad-01
  seat run --remote 'Plotter room' --remote-address 10.0.0.17 -- vncviewer 10.0.0.17:1
\b
{exit_status.TABLE.removeprefix(chr(8)).lstrip()}
"""
ARGUMENTS = {"ignore_unknown_options": True, "allow_interspersed_args": False}


@click.command(
    "run", short_help="Run a program under a session.", epilog=EXAMPLES, context_settings=ARGUMENTS
)
@click.option(
    "--remote",
    help="What the remote side is called; else the target of an ssh, RDP or VNC command, or COMMAND.",
)
@click.option("--remote-address", help="The address of the remote side, shown beside its name.")
@click.option(
    "--wait", is_flag=True, help="When refused, wait until there is a license. Ctrl-C stops waiting."
)
@accept_ppu_option
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
def run(
    remote: str | None,
    remote_address: str | None,
    wait: bool,
    accept_ppu: bool | None,
    command: tuple[str, ...],
) -> None:
    """Open a session and run COMMAND under it; the session closes when COMMAND exits.

    The terminal is the program's: keys, Ctrl-C and Ctrl-Z go to it. When somebody ends the session, the message and
    the seconds left are shown here, with a bell, and as a notification on the desktop. Then the program gets SIGTERM,
    and 5 seconds later it is killed, with whatever it has started.

    If the license is lost (the server was away for longer than the lease, or the device slept), seat asks to be let in
    again. If it is refused, or the server stays away, the program has 30 seconds; seat goes on asking until then.
    A program that you stop with Ctrl-Z keeps its license for the rest of its lease only.

    When somebody pauses the session (`seat pause`, or License Usage), the license is free and the program is stopped, with
    what it has started, until the session is resumed. A paused session that expires ends the program.

    When no license is free, the session may use pay-per-use minutes of the account. Where the account or you have set
    that you are asked first, seat asks here; without a terminal it needs --accept-ppu or --no-ppu.

    COMMAND must stay until its work is done. Many programs with a window have an option for that.
    """
    _check_program(command[0])
    target = guess_target(command)
    address = remote_address or (target if remote else None)
    wish = Wish(remote or guess_remote(command), address, accept_ppu=accept_ppu)
    sys.exit(_run(wish, wait, command))


def _run(wish: Wish, wait: bool, command: tuple[str, ...]) -> int:
    if sys.platform == "win32":
        raise SeatkeeperError(
            "seat run needs a Unix terminal: Linux, macOS, or the Windows Subsystem for Linux."
        )
    from webapp.client.running.admission import Admission
    from webapp.client.running.inbox import Inbox
    from webapp.client.running.notices import Notices
    from webapp.client.running.run_program import RunProgram
    from webapp.client.running.stopped import StoppedWaiting

    inbox, notices = Inbox(), Notices()
    with signed_in_client() as (_, client), inbox.catching_signals():
        admission = Admission(client, wish, inbox, notices)
        try:
            session = admission.open(wait)
        except StoppedWaiting as stopped:
            notices.say("Stopped waiting.")
            return exit_status.SIGNALLED + stopped.number
        return RunProgram(client, admission.wish, inbox, notices).run(command, session)


def _check_program(name: str) -> None:
    """Say so before a license is taken."""
    if shutil.which(name) is None:
        there = Path(name).exists() and "/" in name
        click.echo(f"seat: {name}: {'cannot be executed' if there else 'no such program'}", err=True)
        sys.exit(exit_status.CANNOT_EXECUTE if there else exit_status.NOT_FOUND)
