"""The command `seat`: its subcommands, and how errors become a line of text and an exit status."""

import sys

import click

from webapp.client import exit_status
from webapp.client.commands.end import end
from webapp.client.commands.pause import pause
from webapp.client.commands.resume import resume
from webapp.client.commands.run import run
from webapp.client.commands.sign_in import sign_in
from webapp.client.commands.sign_out import sign_out
from webapp.client.commands.status import status
from webapp.client.commands.support import support
from webapp.client.errors import (
    LimitReached,
    PpuConsentRequired,
    SeatkeeperError,
    ServerUnreachable,
    Unauthorized,
)
from webapp.client.printable import printable
from webapp.client.running.admission import refusal_lines
from webapp.client.sign_in_file import NotSignedIn

STATUSES: dict[type[SeatkeeperError], int] = {
    LimitReached: exit_status.REFUSED,
    PpuConsentRequired: exit_status.NOBODY_TO_ASK,
    ServerUnreachable: exit_status.UNREACHABLE,
    Unauthorized: exit_status.NOT_SIGNED_IN,
    NotSignedIn: exit_status.NOT_SIGNED_IN,
}
EXAMPLES = f"""
\b
Examples:
  seat sign-in https://seatkeeper.example.org
  seat run -- ssh ana@srv-db-02
  seat status
\b
{exit_status.TABLE.removeprefix(chr(8)).lstrip()}
"""


class SeatGroup(click.Group):
    """Turns the library's errors into text on standard error and a documented exit status."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the subcommand."""
        try:
            return super().invoke(ctx)
        except SeatkeeperError as error:
            for line in _lines(error, signing_in=ctx.invoked_subcommand == "sign-in"):
                click.echo(f"seat: {line}", err=True)
            codes = (code for kind, code in STATUSES.items() if isinstance(error, kind))
            sys.exit(next(codes, exit_status.FAILED))


def _lines(error: SeatkeeperError, signing_in: bool) -> list[str]:
    if isinstance(error, LimitReached):
        return refusal_lines(error)
    hint = ["Sign in again: seat sign-in URL"] if isinstance(error, Unauthorized) and not signing_in else []
    if isinstance(error, PpuConsentRequired):
        hint = ["Use them with --accept-ppu, or do without with --no-ppu."]
    return [*(printable(line) for line in str(error).splitlines()), *hint]


@click.group(cls=SeatGroup, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="seatkeeper", prog_name="seat")
def main() -> None:
    """Opens sessions with a license of your account, and runs programs under them."""


for command in (sign_in, sign_out, run, support, status, pause, resume, end):
    main.add_command(command)
