"""Bounds on what people type, checked once for every way in."""

from webapp.domain.errors import Invalid

LICENSES_MAX = 1_000_000
TEXT_MAX_LENGTH = 200


def checked_text(field: str, text: str, what: str) -> str:
    """A line of text, trimmed: 1 to 200 characters, none of them a control character. Raises Invalid."""
    trimmed = text.strip()
    if not trimmed:
        raise Invalid(field, f"Give {what}.")
    if len(trimmed) > TEXT_MAX_LENGTH:
        raise Invalid(field, f"Shorten {what} to at most {TEXT_MAX_LENGTH} characters.")
    if not trimmed.isprintable():
        raise Invalid(field, f"Use one line of plain characters for {what}.")
    return trimmed


def checked_licenses(number: int) -> int:
    """A number of licenses, 0 to a million. Raises Invalid."""
    if not 0 <= number <= LICENSES_MAX:
        raise Invalid("licenses", f"Give a number of licenses from 0 to {LICENSES_MAX:,}.")
    return number


def checked_own_limit(number: int | None) -> int | None:
    """A user's own limit, in devices; None: no limit of their own. Raises Invalid."""
    if number is not None and not 0 <= number <= LICENSES_MAX:
        raise Invalid(
            "limit", f"Give the user's own limit as a number from 0 to {LICENSES_MAX:,}, or leave it out."
        )
    return number
