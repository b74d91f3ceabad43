"""What every command but sign-in starts with: who is signed in on this device, and a client that speaks for them."""

from collections.abc import Iterator
from contextlib import contextmanager

from webapp.client import sign_in_file
from webapp.client.answers import Session
from webapp.client.seatkeeper_client import SeatkeeperClient
from webapp.client.sign_in_file import SignInFile


@contextmanager
def signed_in_client() -> Iterator[tuple[SignInFile, SeatkeeperClient]]:
    """The sign-in and its client. Raises NotSignedIn."""
    known = sign_in_file.read_signed_in(sign_in_file.path())
    with SeatkeeperClient(known.url, known.token) as client:
        yield known, client


def open_sessions(client: SeatkeeperClient) -> list[Session]:
    """The sessions that are open from this very device.

    A renewal answers that for everybody, also for who may not view sessions. It renews them, so that this is only for
    commands that end sessions or need to know that none is left: asked all the time it would keep dead ones alive.
    """
    return [session for session in client.renew().sessions if not session.over]
