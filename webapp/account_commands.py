"""What the operator does to accounts beside creating them: pay per use, and a look at how an account stands."""

import click

from webapp.command_line import open_database, read_settings
from webapp.services.add_minutes import add_minutes, correct_minutes
from webapp.services.describe_account import AccountView, describe_account
from webapp.services.set_ppu import PpuState, set_ppu


@click.command("add-minutes")
@click.argument("domain")
@click.argument("minutes", type=int)
@click.option("--note", help="What the ledger says about it, such as the number of the invoice.")
def add_minutes_command(domain: str, minutes: int, note: str | None) -> None:
    """Add pay-per-use minutes that an account has bought.

    \b
    Example:
      seatkeeper account add-minutes acme 600 --note "Invoice 2026-117"
    """
    with open_database(read_settings()) as (opened, now):
        balance = add_minutes(opened, domain, minutes, note, now)
        account = describe_account(opened, domain, now)
    click.echo(f"Account {account.domain} has {_minutes(balance)} now.")
    if not account.ppu_is_on:
        click.echo(f"Pay per use is off; turn it on with: seatkeeper account ppu {account.domain} --on")


@click.command("correct-minutes", context_settings={"ignore_unknown_options": True})
@click.argument("domain")
@click.argument("minutes", type=int)
@click.option("--note", required=True, help="Why; the ledger keeps it.")
def correct_minutes_command(domain: str, minutes: int, note: str) -> None:
    """Correct the balance: a negative number takes minutes away, never below zero.

    \b
    Example:
      seatkeeper account correct-minutes acme -30 --note "Counted twice on 2 March"
    """
    with open_database(read_settings()) as (opened, now):
        balance = correct_minutes(opened, domain, minutes, note, now)
    click.echo(f"Account {domain.lower()} has {_minutes(balance)} now.")


@click.command("ppu")
@click.argument("domain")
@click.option("--on/--off", "is_on", default=None, help="Whether minutes may be used.")
@click.option(
    "--expires",
    metavar="YYYY-MM-DD|never",
    help="The last day on which they can be used, in the account's time zone.",
)
def ppu_command(domain: str, is_on: bool | None, expires: str | None) -> None:
    """Turn pay per use on or off, and set its last day. Minutes stay in the balance all the while.

    \b
    Example:
      seatkeeper account ppu acme --on --expires 2026-12-31
    """
    with open_database(read_settings()) as (opened, now):
        state = set_ppu(opened, domain, now, is_on=is_on, expires=expires)
    click.echo(f"Pay per use of account {domain.lower()} is {_in_words(state)}.")


@click.command("show")
@click.argument("domain")
def show_command(domain: str) -> None:
    """Show an account: its licenses, and how its pay per use stands.

    \b
    Example:
      seatkeeper account show acme
    """
    with open_database(read_settings()) as (opened, now):
        account = describe_account(opened, domain, now)
    for label, value in _lines(account):
        click.echo(f"{label:<13} {value}")


COMMANDS = (add_minutes_command, correct_minutes_command, ppu_command, show_command)


def _lines(account: AccountView) -> list[tuple[str, str]]:
    state = _in_words(PpuState(account.ppu_is_on, account.ppu_last_day))
    if account.ppu_has_expired:
        state = f"{'on' if account.ppu_is_on else 'off'}, expired after {account.ppu_last_day}"
    return [
        ("Account", f"{account.domain} ({account.name})"),
        ("Owner", account.owner),
        ("Licenses", f"{account.in_use:,} of {account.licenses:,} in use"),
        ("Pay per use", state),
        ("Balance", _minutes(account.ppu_minutes)),
        ("On minutes", f"{account.on_ppu:,} session{'' if account.on_ppu == 1 else 's'}"),
    ]


def _in_words(state: PpuState) -> str:
    if state.last_day is None:
        return "on" if state.is_on else "off"
    return f"{'on' if state.is_on else 'off'}, last day {state.last_day}"


def _minutes(number: int) -> str:
    return f"{number:,} minute{'' if number == 1 else 's'}"
