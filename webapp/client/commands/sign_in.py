"""`seat sign-in`: signs one user in on this device."""

import socket
import sys
from collections.abc import Callable
from dataclasses import replace

import click

from webapp.client import sign_in_file
from webapp.client.answers import SignedIn
from webapp.client.errors import SeatkeeperError, TwoStepRequired
from webapp.client.printable import printable
from webapp.client.seatkeeper_client import SeatkeeperClient
from webapp.client.server_url import is_open_to_listeners, server_url

CODE_ATTEMPTS = 3
EXAMPLES = """
\b
Examples:
  seat sign-in https://seatkeeper.example.org
  seat sign-in https://seatkeeper.example.org --username 'acme\\ana'
  pass show seatkeeper | seat sign-in https://seatkeeper.example.org --username ana@example.org --password-stdin
"""


@click.command("sign-in", short_help="Sign in to a server on this device.", epilog=EXAMPLES)
@click.argument("url")
@click.option("--username", help=r"\\acme\ana, acme\ana or the e-mail address; asked for when not given.")
@click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input instead of asking for it."
)
@click.option(
    "--code", help="Code of your authenticator app, or a recovery code; asked for when one is needed."
)
@click.option("--device-name", help="What people call this device; at first the name of this computer.")
def sign_in(
    url: str, username: str | None, password_stdin: bool, code: str | None, device_name: str | None
) -> None:
    """Sign in to the Seatkeeper server at URL on this device.

    Remembers a token, never the password, in a file that only you can read. The device keeps its id when you sign in
    again. SEAT_CONFIG names another folder for that file: another device, as far as the server is concerned.
    """
    file = sign_in_file.path()
    known = sign_in_file.read(file)
    address = server_url(url)
    if is_open_to_listeners(address):
        click.echo(
            f"Warning: the connection to {address} is not encrypted; others may read your password.", err=True
        )
    name = username or click.prompt("User name", default=known.username or None, err=True)
    password = _password(password_stdin)
    device = device_name or known.device_name or socket.gethostname().split(".")[0] or "device"
    with SeatkeeperClient(address) as client:

        def with_code(code: str | None) -> SignedIn:
            return client.sign_in(name, password, known.device_id, device, code)

        answer = _sign_in(with_code, code)
    remembered = replace(known, url=address, token=answer.token, username=name, device_name=device)
    sign_in_file.write(file, remembered)
    click.echo(f"Signed in to {address} as {answer.user_display_name or name} on {device}.")


def _password(from_stdin: bool) -> str:
    if not from_stdin:
        return str(click.prompt("Password", hide_input=True, err=True))
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise SeatkeeperError("There is no password on standard input.")
    return password


def _sign_in(with_code: Callable[[str | None], SignedIn], code: str | None) -> SignedIn:
    """Sign in; ask for the code when the server wants one and somebody is there to be asked."""
    for _ in range(CODE_ATTEMPTS):
        try:
            return with_code(code)
        except TwoStepRequired as needed:
            if not sys.stdin.isatty():
                raise
            click.echo(printable(needed.detail), err=True)
            code = _code()
    return with_code(code)


def _code() -> str:
    return str(click.prompt("Code", err=True))
