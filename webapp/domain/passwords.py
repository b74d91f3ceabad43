"""What makes a new password acceptable, for every way in: length, and that it is not among the first to be guessed.

Follows NIST SP 800-63B-4 (3.1.1.2): any Unicode, each code point one character, normalized to NFC before it is hashed, no
forced mixtures, no change without cause, the whole password compared with a list of common ones. The length of 8 to 128 is
the product's.
"""

import unicodedata
from functools import cache
from importlib import resources

from webapp.domain.errors import Invalid
from webapp.domain.texts import phrase

MIN_LENGTH = 8
MAX_LENGTH = 128
SERVICE = "seatkeeper"
DECORATION = "".join(map(chr, range(33, 65))) + "[\\]^_`{|}~ "
"""Digits and signs: put before or after a word, they make it no better a password."""


def normalized(password: str) -> str:
    """The one spelling that is hashed: an accent is the same whether a keyboard sends it with its letter or after it."""
    return unicodedata.normalize("NFC", password)


def checked_password(password: str, *, domain: str = "", user_name: str = "", email: str = "") -> str:
    """A new password for the user of this account, name and address. Raises Invalid, saying what is wrong with it."""
    length = len(normalized(password))
    if not MIN_LENGTH <= length <= MAX_LENGTH:
        raise Invalid(
            "password",
            phrase(
                "Use %(min_length)s to %(max_length)s characters for the password.",
                min_length=MIN_LENGTH,
                max_length=MAX_LENGTH,
            ),
        )
    plain = normalized(password).casefold()
    if len(set(plain)) == 1 and plain.strip():
        raise Invalid(
            "password", phrase("One character over and over is guessed at once. Choose another password.")
        )
    if plain in common_passwords():
        raise Invalid(
            "password", phrase("Many people use this password, so it is guessed first. Choose another one.")
        )
    if _is_about_the_user(plain, domain.casefold(), user_name.casefold(), email.casefold()):
        raise Invalid(
            "password",
            phrase(
                "This is your name, your e-mail address, your account's name or Seatkeeper's. Choose another password."
            ),
        )
    return password


@cache
def common_passwords() -> frozenset[str]:
    """The common passwords of at least eight characters, in lower case."""
    listed = resources.files("webapp.domain").joinpath("common_passwords", "passwords.txt")
    return frozenset(listed.read_text(encoding="utf-8").splitlines())


def _is_about_the_user(plain: str, domain: str, user_name: str, email: str) -> bool:
    words = {SERVICE, domain, user_name, email, email.partition("@")[0]} - {""}
    return plain in words or plain.strip(DECORATION) in {word.strip(DECORATION) for word in words} - {""}
