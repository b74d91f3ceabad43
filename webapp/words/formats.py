"""How a language writes numbers and days. Whoever calls says which language and, for moments, in which time zone."""

from datetime import date, datetime
from functools import lru_cache

from babel import Locale, dates, numbers

from webapp.domain.languages import ENGLISH

DAYS = {"en": "d MMM", "de": "d. MMM", "sl": "d. MMM"}
"""A day without its year; in English as the British write it, with which nobody takes the month for the day."""


def number(value: float, locale: Locale, decimals: int = 0) -> str:
    """A number: `1,234` or `1.234`."""
    if locale.language == ENGLISH:  # the same, quicker
        return f"{value:,.{decimals}f}"
    return _decimal(round(value, decimals), locale, decimals)


def short_day(day: date, locale: Locale) -> str:
    """A day without its year: `2 Mar`, `2. März`."""
    return dates.format_date(day, _day(locale), locale)


def day(day: date, locale: Locale) -> str:
    """A day: `2 Mar 2026`, `2. März 2026`."""
    return dates.format_date(day, f"{_day(locale)} y", locale)


def day_with_weekday(day: date, locale: Locale) -> str:
    """A day with its weekday: `Mon, 2 Mar 2026`."""
    return dates.format_date(day, f"ccc, {_day(locale)} y", locale)


def month(day: date, locale: Locale) -> str:
    """The month of a day: `Mar 2026`."""
    return dates.format_date(day, "LLL y", locale)


def weekdays(locale: Locale, width: str = "wide") -> tuple[str, ...]:
    """The names of the days of a week, which begins on Monday. `width`: `wide` or `abbreviated`."""
    names = dates.get_day_names(width, "stand-alone", locale)  # type: ignore[arg-type]
    return tuple(names[at] for at in range(7))


def moment(local: datetime, locale: Locale, *, seconds: bool = False) -> str:
    """A moment in its own time zone, to the minute or to the second: `2 Mar 2026, 09:00`."""
    return (
        f"{day(local.date(), locale)}, {local:%H:%M:%S}"
        if seconds
        else f"{day(local.date(), locale)}, {local:%H:%M}"
    )


def _day(locale: Locale) -> str:
    return DAYS.get(locale.language, "d MMM")


@lru_cache(4096)
def _decimal(value: float, locale: Locale, decimals: int) -> str:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(numbers.format_decimal(value, pattern, locale))
