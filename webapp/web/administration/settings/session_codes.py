"""What Settings > Security says of wrong session codes: how many came, and what that means."""

from dataclasses import dataclass
from datetime import datetime

from webapp import current
from webapp.domain.code_guessing import are_many
from webapp.domain.texts import phrase
from webapp.domain.units import count
from webapp.services.count_wrong_codes import count_wrong_codes

NONE = phrase("Nobody has entered a code that lets nobody in.")
FEW = phrase("People mistype, and codes expire: a few are nothing to worry about. Guesses are slowed down.")
MANY = phrase(
    "Somebody may be guessing codes. Whoever guesses is slowed down, and a code has twelve digits and works once: ten thousand"
    " guesses find one with a chance of less than one in ten thousand. Tell your operator if the number keeps growing."
)


@dataclass(frozen=True, slots=True)
class SessionCodes:
    """`is_conspicuous`: so many that somebody may be guessing."""

    count: str
    meaning: str
    is_conspicuous: bool


def session_codes(now: datetime) -> SessionCodes:
    """The wrong codes of the last 24 hours. They belong to no account: the number is that of the installation."""
    wrong = count_wrong_codes(current.db(), now)
    many = are_many(wrong.tries)
    return SessionCodes(
        count=phrase(
            "%(count)s from %(addresses)s in the last 24 hours",
            count=count(wrong.tries, "wrong code"),
            addresses=count(wrong.addresses, "address"),
        ),
        meaning=MANY if many else FEW if wrong.tries else NONE,
        is_conspicuous=many,
    )
