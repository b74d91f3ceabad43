"""How a language writes numbers and days. Whoever calls says which language and, for moments, in which time zone."""

from datetime import date, datetime
from functools import lru_cache

from babel import Locale, dates, numbers

from webapp.domain.languages import ENGLISH

POINTED = ("de", "sl")
"""Languages that write a point after the number of a day."""


def number(value: float, locale: Locale, decimals: int = 0) -> str:
    """A number: `1,234` or `1.234`."""
    if locale.language == ENGLISH:  # the same, quicker
        return f"{value:,.{decimals}f}"
    return _decimal(round(value, decimals), locale, decimals)


def day(day: date, locale: Locale, pattern: str = "d MMM y") -> str:
    """A day: `2 Mar 2026`, `2. März 2026`; or as a pattern of CLDR says, such as `EEEE, d MMMM`. In English as the British
    write it, with whom nobody takes the month for the day.
    """
    pointed = pattern.replace("d ", "d. ") if locale.language in POINTED else pattern
    return dates.format_date(day, pointed, locale)


def moment(local: datetime, locale: Locale, pattern: str = "d MMM y", *, seconds: bool = False) -> str:
    """A moment in its own time zone, to the minute or to the second: `2 Mar 2026, 09:00`."""
    time = f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}"
    return f"{day(local.date(), locale, pattern)}, {time}"


def weekdays(locale: Locale) -> tuple[tuple[str, str], ...]:
    """The names of the days of a week, which begins on Monday: short and in full."""
    short, full = (dates.get_day_names(width, "stand-alone", locale) for width in ("abbreviated", "wide"))
    return tuple((short[at].rstrip("."), full[at]) for at in range(7))


@lru_cache(4096)
def _decimal(value: float, locale: Locale, decimals: int) -> str:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(numbers.format_decimal(value, pattern, locale))
