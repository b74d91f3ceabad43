"""`seat sign-in`: signs one user in on this device."""

import socket
import sys
from dataclasses import replace

import click

from webapp.client import sign_in_file
from webapp.client.answers import SignedIn
from webapp.client.errors import SeatkeeperError
from webapp.client.seatkeeper_client import SeatkeeperClient
from webapp.client.server_url import is_open_to_listeners, server_url
from webapp.client.sign_in_file import SignInFile

EXAMPLES = r"""
\b
Examples:
  seat sign-in https://seatkeeper.example.org
  seat sign-in https://seatkeeper.example.org --username 'acme\ana'
  pass show seatkeeper | seat sign-in https://seatkeeper.example.org --username ana@example.org --password-stdin
"""


@click.command("sign-in", short_help="Sign in to a server on this device.", epilog=EXAMPLES)
@click.argument("url")
@click.option("--username", help=r"\\acme\ana, acme\ana or the e-mail address; asked for when not given.")
@click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input instead of asking for it."
)
@click.option("--device-name", help="What people call this device; at first the name of this computer.")
def sign_in(url: str, username: str | None, password_stdin: bool, device_name: str | None) -> None:
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
    name = username or click.prompt("User name", err=True)
    password = _password(password_stdin)
    device = device_name or known.device_name or socket.gethostname().split(".")[0] or "device"
    with SeatkeeperClient(address) as client:
        answer = client.sign_in(name, password, known.device_id, device)
    remembered = replace(known, url=address, token=answer.token, username=name, device_name=device)
    sign_in_file.write(file, _with_answer(remembered, answer))
    click.echo(f"Signed in to {address} as {answer.user_display_name or name} on {device}.")


def _password(from_stdin: bool) -> str:
    if not from_stdin:
        return str(click.prompt("Password", hide_input=True, err=True))
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise SeatkeeperError("There is no password on standard input.")
    return password


def _with_answer(known: SignInFile, answer: SignedIn) -> SignInFile:
    return replace(known, account=answer.account, user=answer.user)
