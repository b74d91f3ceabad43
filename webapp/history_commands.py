"""What the operator does with the history of an account: bring along that of the product that was used before."""

import sys
from typing import TextIO

import click

from webapp.command_line import open_database, read_settings
from webapp.services.import_history import Imported, import_history

NOT_TEXT = "This file is not UTF-8 text. Save it as CSV UTF-8 and import it again."
TOLD_AT_MOST = 20
"""Bad lines that are told one by one; of more, only how many."""


@click.command("import-history")
@click.argument("file", type=click.File("r", encoding="utf-8-sig"))
@click.option(
    "--account", "domain", metavar="DOMAIN", help="Whose history it is (the only account if not given)."
)
def import_history_command(file: TextIO, domain: str | None) -> None:
    """Bring along a history of sessions, for reports. FILE is CSV; - reads standard input.

    \b
    The first line names the columns, in any order:
      user,device,started,ended          needed; times as 2026-03-02T09:00:00+01:00,
                                         or without offset in the account's time zone
      remote,kind,id                     where known; kind is unattended or support
    The same file may be imported again: what is there already stays as it is. Users that are not known become
    users whom nobody can sign in as. Exit status 1 when some lines could not be used.

    \b
    Example:
      seatkeeper import-history sessions.csv
    """
    with open_database(read_settings()) as (opened, now):
        try:
            done = import_history(opened, domain, file, now)
        except UnicodeDecodeError:
            raise click.ClickException(NOT_TEXT) from None
    click.echo(_done(done))
    for bad in done.bad[:TOLD_AT_MOST]:
        click.echo(f"Line {bad.line}: {bad.message}", err=True)
    if len(done.bad) > TOLD_AT_MOST:
        click.echo(f"and {len(done.bad) - TOLD_AT_MOST} more lines.", err=True)
    if done.bad:
        sys.exit(1)


def _done(done: Imported) -> str:
    told = [f"{_number(done.sessions, 'session')} imported"]
    if done.known:
        told.append(f"{done.known:,} {'was' if done.known == 1 else 'were'} there already")
    if done.bad:
        told.append(f"{_number(len(done.bad), 'line')} could not be used")
    if done.new_users:
        told.append(_number(len(done.new_users), "new user"))
    return ", ".join(told) + "."


def _number(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
