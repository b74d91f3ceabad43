"""What is written: each letter is plain text, to one person, in their language."""

from dataclasses import dataclass

from webapp import words
from webapp.domain.sign_in import LockedOut


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to one person."""

    to_name: str
    to_address: str
    subject: str
    text: str


def password_link(name: str, address: str, login: str, link: str, language: str) -> Letter:
    """The link with which somebody chooses a password."""
    with words.speaking(language):
        text = _letter(
            words.gettext("Hello %(name)s,", name=name),
            words.gettext(
                "with this link you choose your password for Seatkeeper. It works once, for 24 hours:"
            ),
            link,
            words.gettext("Your user name is %(login)s, or this e-mail address.", login=login),
            words.gettext(
                "If you did not expect this, you need not do anything: without the link nothing changes."
            ),
        )
        return Letter(name, address, words.gettext("Choose your password for Seatkeeper"), text)


def sign_in_delayed(locked: LockedOut, console: str | None) -> Letter:
    """Tells the owner that somebody keeps guessing."""
    with words.speaking(locked.owner_language):
        failed = words.ngettext(
            "%(number)s attempt to sign in as %(login)s has failed, the last one from %(address)s.",
            "%(number)s attempts to sign in as %(login)s have failed, the last one from %(address)s.",
            locked.failures,
            login=locked.login,
            address=locked.address or words.gettext("an unknown address"),
        )
        waits = words.gettext(
            "Further attempts have to wait now, longer each time, up to a quarter of an hour."
        )
        guessed = words.gettext(
            "If it was not %(login)s, somebody may be guessing the password. Two-step verification keeps them out even "
            "if they hit it.",
            login=locked.login,
        )
        look = words.gettext("See Administration > Audit.")
        if console:
            look = words.gettext("See Administration > Audit: %(address)s", address=console)
        hello = words.gettext("Hello %(name)s,", name=locked.owner_name)
        subject = words.gettext("Failed attempts to sign in as %(login)s", login=locked.login)
    text = _letter(hello, f"{failed}\n{waits}", guessed, look)
    return Letter(locked.owner_name, locked.owner_email, subject, text)


def _letter(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs) + "\n"
