"""The command `seatkeeper`: serve, and what an operator does to accounts. Works while the server runs."""

from typing import Any

import click

from webapp import account_commands, operator_commands
from webapp.command_line import open_database, read_settings, takes_password
from webapp.db import DatabaseFailure, upgrade
from webapp.doctor.command import doctor_command
from webapp.history_commands import import_history_command
from webapp.serve_command import serve
from webapp.services.create_account import NewAccount, create_account
from webapp.services.create_user import create_user
from webapp.services.recover_user import recover_user
from webapp.services.set_licenses import set_licenses
from webapp.services.verify_audit import verify_audit


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """Seatkeeper, a licence server for remote sessions."""


@main.group()
def account() -> None:
    """Accounts: create one, set its number of licenses, add pay-per-use minutes."""


@main.group()
def user() -> None:
    """Users of an account."""


@main.group()
def audit() -> None:
    """The audit trail."""


@main.group()
def db() -> None:
    """The database."""


@account.command("create")
@click.argument("domain")
@click.option("--licenses", type=int, required=True, help="How many concurrent users may be connected.")
@click.option("--owner", required=True, metavar="NAME", help="User name of the account owner.")
@click.option("--email", required=True, help="The owner's e-mail address.")
@click.option("--owner-name", default="", metavar="TEXT", help="The owner's full name.")
@click.option("--name", default="", help="What people call the account.")
@click.option("--notice-seconds", type=int, help="Notice before a session is ended (30 if not given).")
@click.option(
    "--lease-seconds", type=int, help="Lease of a session; clients renew each third of it (90 if not given)."
)
@takes_password
def create_account_command(domain: str, owner: str, owner_name: str, email: str, **rest: Any) -> None:
    """Create an account with its licenses and its owner.

    \b
    Example:
      echo "$PASSWORD" | seatkeeper account create acme --licenses 3 --owner ana \\
          --email ana@acme.example --owner-name "Ana Novak" --password-stdin
    """
    new = NewAccount(
        domain=domain, owner_name=owner, owner_display_name=owner_name, owner_email=email, **rest
    )
    with open_database(read_settings()) as (opened, now):
        create_account(opened, new, now)
    click.echo(f"Account {domain.lower()} created: {new.licenses} licenses, owner {owner.lower()}.")


@account.command("set-licenses")
@click.argument("domain")
@click.argument("licenses", type=int)
def set_licenses_command(domain: str, licenses: int) -> None:
    """Set an account's number of licenses. Nobody is thrown out when it is lowered.

    \b
    Example:
      seatkeeper account set-licenses acme 5
    """
    with open_database(read_settings()) as (opened, now):
        before = set_licenses(opened, domain, licenses, now)
    click.echo(f"Account {domain.lower()} has {licenses} licenses now (before: {before}).")


for each in account_commands.COMMANDS:
    account.add_command(each)
for each in (serve, doctor_command, import_history_command, *operator_commands.COMMANDS):
    main.add_command(each)


def _domain_and_name(user_name: str) -> tuple[str, str]:
    domain, backslash, name = user_name.removeprefix("\\\\").partition("\\")
    if not backslash:
        raise click.BadParameter(r"Give account and name, for example '\\acme\ben' (in single quotes).")
    return domain, name


@user.command("create")
@click.argument("user_name", metavar=r"'\\DOMAIN\NAME'")
@click.option("--email", required=True, help="The user's e-mail address.")
@click.option("--name", "display_name", help="The user's full name.")
@click.option(
    "--limit", "own_limit", type=int, help="From how many devices at once; not given: no limit of their own."
)
@click.option("--domain-admin", "is_domain_admin", is_flag=True, help="May use Administration.")
@takes_password
def create_user_command(user_name: str, **rest: Any) -> None:
    """Create a user of an account.

    \b
    Example:
      echo "$PASSWORD" | seatkeeper user create '\\\\acme\\ben' --email ben@acme.example --limit 2 --password-stdin
    """
    domain, name = _domain_and_name(user_name)
    with open_database(read_settings()) as (opened, now):
        create_user(opened, domain=domain, name=name, now=now, **rest)
    click.echo(rf"User \\{domain.lower()}\{name.lower()} created.")


@user.command("recover")
@click.argument("user_name", metavar=r"'\\DOMAIN\NAME'")
@click.option("--reset-two-step", is_flag=True, help="Phone and recovery codes are lost, too.")
def recover_user_command(user_name: str, *, reset_two_step: bool) -> None:
    """Print a one-time link with which a user chooses a new password. It works for 24 hours.

    \b
    Example:
      seatkeeper user recover '\\\\acme\\ana' --reset-two-step
    """
    domain, name = _domain_and_name(user_name)
    settings = read_settings()
    with open_database(settings) as (opened, now):
        token = recover_user(opened, domain, name, now, reset_two_step=reset_two_step)
    click.echo(f"{settings.address}/password/{token}")


@audit.command("verify")
@click.argument("domain")
def verify_audit_command(domain: str) -> None:
    """Check that nobody has tampered with an account's audit trail. Exit status 1 when somebody has.

    \b
    Example:
      seatkeeper audit verify acme
    """
    with open_database(read_settings()) as (opened, _):
        found = verify_audit(opened, domain)
    if found.broken_at is not None:
        raise click.ClickException(
            f"Entry {found.broken_at} is not as it was written, or is missing. {found.sound} entries before it are sound."
        )
    click.echo(f"All {found.sound} entries are as they were written.")


@db.command("upgrade")
def upgrade_command() -> None:
    """Bring the database to this version's schema. `serve` does it by itself."""
    try:
        revision = upgrade(read_settings().effective_database_url)
    except (ValueError, OSError, DatabaseFailure) as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"The database is at revision {revision}.")
