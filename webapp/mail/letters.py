"""What is written: each letter is plain text, to one person."""

from dataclasses import dataclass

from webapp.domain.sign_in import LockedOut


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to one person."""

    to_name: str
    to_address: str
    subject: str
    text: str


def password_link(name: str, address: str, login: str, link: str) -> Letter:
    """The link with which somebody chooses a password."""
    text = f"""\
Hello {name},

with this link you choose your password for Seatkeeper. It works once, for 24 hours:

{link}

Your user name is {login}, or this e-mail address.

If you did not expect this, you need not do anything: without the link nothing changes.
"""
    return Letter(name, address, "Choose your password for Seatkeeper", text)


def sign_in_delayed(locked: LockedOut, console: str | None) -> Letter:
    """Tells the owner that somebody keeps guessing."""
    look = f"\nSee Administration > Audit: {console}\n" if console else "\nSee Administration > Audit.\n"
    text = f"""\
Hello {locked.owner_name},

{locked.failures} attempts to sign in as {locked.login} have failed, the last one from {locked.address or "an unknown address"}.
Further attempts have to wait now, longer each time, up to a quarter of an hour.

If it was not {locked.login}, somebody may be guessing the password. Two-step verification keeps them out even if they hit it.
{look}"""
    return Letter(
        locked.owner_name, locked.owner_email, f"Failed attempts to sign in as {locked.login}", text
    )
