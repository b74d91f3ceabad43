"""Bounds on what people type, checked once for every way in."""

import re

from webapp.domain.errors import Invalid
from webapp.domain.texts import phrase

LICENSES_MAX = 1_000_000
TEXT_MAX_LENGTH = 200
SESSIONS_OF_DEVICE_MAX = 200
"""How many sessions one user may have open on one device: far more than a person uses, far fewer than a runaway script."""
DEVICES_OF_USER_MAX = 100
"""On how many devices one user may be signed in."""
TOKENS_OF_DEVICE_MAX = 10
"""How many sign-ins of one user on one device are good at once: the oldest give way."""
BROWSERS_OF_USER_MAX = 50
"""In how many browsers one user may be signed in: the oldest give way."""
STREAMS_MAX = SESSIONS_OF_DEVICE_MAX
"""How many event streams one user's device, one user's browsers or one remote side may have open at a process."""
NOT_PLAIN = r"\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
"""The characters that a line of text may not have, as a regular expression's class holds them: they control, hide, turn the
direction of writing or break the line. What Unicode does not know yet may be a letter by now."""
_NOT_PLAIN = re.compile(
    f"[{NOT_PLAIN}\ud800-\udfff]"
)  # and halves of characters, which JSON and forms cannot carry


def is_plain(text: str) -> bool:
    """Whether a text is one line of plain characters."""
    return _NOT_PLAIN.search(text) is None


def checked_text(field: str, text: str, what: str) -> str:
    """A line of text, trimmed: 1 to 200 characters, none of them a control character. Raises Invalid."""
    trimmed = text.strip()
    if not trimmed:
        raise Invalid(field, phrase("Give %(what)s.", what=what))
    if len(trimmed) > TEXT_MAX_LENGTH:
        raise Invalid(
            field,
            phrase(
                "Shorten %(what)s to at most %(max_length)s characters.",
                what=what,
                max_length=TEXT_MAX_LENGTH,
            ),
        )
    if not is_plain(trimmed):
        raise Invalid(field, phrase("Use one line of plain characters for %(what)s.", what=what))
    return trimmed


def checked_licenses(number: int) -> int:
    """A number of licenses, 0 to a million. Raises Invalid."""
    if not 0 <= number <= LICENSES_MAX:
        raise Invalid(
            "licenses",
            phrase("Give a number of licenses from 0 to %(licenses_max)s.", licenses_max=LICENSES_MAX),
        )
    return number


def checked_own_limit(number: int | None) -> int | None:
    """A user's own limit, in devices; None: no limit of their own. Raises Invalid."""
    if number is not None and not 0 <= number <= LICENSES_MAX:
        raise Invalid(
            "limit",
            phrase(
                "Give the user's own limit as a number from 0 to %(licenses_max)s, or leave it out.",
                licenses_max=LICENSES_MAX,
            ),
        )
    return number
