"""What a setting may be: checks that make a value of what was typed, or raise Invalid with a word for the person."""

import zoneinfo
from collections.abc import Callable, Collection
from functools import cache

from webapp.domain.errors import Invalid
from webapp.domain.limits import LICENSES_MAX, checked_text
from webapp.domain.texts import phrase

LANGUAGES = {
    "en": phrase("English: 2 Mar 2026, 1,234.5"),
    "de": phrase("German: 2. März 2026, 1.234,5"),
    "sl": phrase("Slovenian: 2. mar. 2026, 1.234,5"),
}
REGIONS = frozenset(
    (
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    )
)


@cache
def time_zones() -> tuple[str, ...]:
    """The names to choose from: UTC, and the zones of the IANA database that are named after a place."""
    places = (name for name in zoneinfo.available_timezones() if name.partition("/")[0] in REGIONS)
    return ("UTC", *sorted(places))


@cache
def _zones_by_place() -> dict[str, str]:
    zones = {name.rpartition("/")[2].casefold(): name for name in reversed(time_zones())}
    return {**zones, **{name.casefold(): name for name in time_zones()}}


def time_zone(text: str) -> str:
    """A time zone by its name or its place alone: `Europe/Ljubljana`, `ljubljana`."""
    zone = _zones_by_place().get(text.strip().replace(" ", "_").casefold())
    if zone is None:
        raise Invalid(
            "time_zone", phrase("Choose a time zone of the list, for example Europe/Ljubljana or UTC.")
        )
    return zone


def one_line(field: str, what: str, *, may_be_empty: bool = False) -> Callable[[str], str | None]:
    """A line of text of at most 200 characters."""

    def check(text: str) -> str | None:
        return None if may_be_empty and not text.strip() else checked_text(field, text, what)

    return check


def lines(field: str, what: str, most: int) -> Callable[[str], str | None]:
    """Up to `most` different lines of at most 200 characters each; empty ones are left out."""

    def check(text: str) -> str | None:
        each = dict.fromkeys(checked_text(field, line, what) for line in text.splitlines() if line.strip())
        if len(each) > most:
            raise Invalid(field, phrase("Give at most %(number)s lines.", number=most))
        return "\n".join(each) or None

    return check


def one_of(field: str, choices: Collection[str]) -> Callable[[str], str]:
    """One of some words."""

    def check(text: str) -> str:
        if text not in choices:
            raise Invalid(field, phrase("Choose one of the list."))
        return text

    return check


def licenses(text: str) -> int:
    """A number of licenses."""
    return whole_number("licenses", 0, LICENSES_MAX)(text)


def whole_number(field: str, low: int, high: int) -> Callable[[str], int]:
    """A whole number within bounds."""

    def check(text: str) -> int:
        digits = text.strip().replace(",", "")
        number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 12 else None
        if number is None or not low <= number <= high:
            raise Invalid(field, phrase("Give a whole number from %(low)s to %(high)s.", low=low, high=high))
        return number

    return check


def maybe_number(field: str, low: int, high: int) -> Callable[[str], int | None]:
    """The same, or nothing."""
    number = whole_number(field, low, high)

    def check(text: str) -> int | None:
        return number(text) if text.strip() else None

    return check
