"""Session codes: how they are made, written and read (product.md, "Words": support session).

Twelve digits, in three groups of four: short enough to read over the phone, and with a thousand codes alive a guess
finds one in a thousand million. Guesses are slowed down besides.
"""

import secrets
from datetime import datetime, timedelta

from webapp.domain.errors import Invalid
from webapp.domain.texts import phrase

DEFAULT_CODE_MINUTES = 30
CODE_DIGITS = 12
GROUP = 4


def new_code() -> str:
    """A code that nobody can guess. Its first digit is not 0, so that no spreadsheet or phone drops it."""
    first = secrets.choice("123456789")
    return first + "".join(secrets.choice("0123456789") for _ in range(CODE_DIGITS - 1))


def written(code: str) -> str:
    """A code as people read it: `4829 1305 7612`."""
    return " ".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def read_code(text: str) -> str:
    """The digits of a code as somebody typed it, with whatever stands between them. Raises Invalid."""
    digits = "".join(str(int(c)) for c in text if c.isdecimal())
    rest = [c for c in text if not c.isdecimal() and c not in " -.\u2013\u00a0\u2009\t"]
    if len(digits) != CODE_DIGITS or rest:
        raise Invalid(
            "code",
            phrase(
                "Enter the %(number)s digits of the code, for example %(example)s.",
                number=CODE_DIGITS,
                example=written("482913057612"),
            ),
        )
    return digits


def expiry(now: datetime, code_minutes: int) -> datetime:
    """When a code that is issued at `now` expires."""
    return now + timedelta(minutes=code_minutes)
