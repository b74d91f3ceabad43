"""Periods of reports, in whole days of the account's time zone."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from webapp.domain.errors import Invalid
from webapp.domain.texts import phrase

LONGEST_DAYS = 3660


class Preset(StrEnum):
    """Periods with a name. Each ends with today."""

    TODAY = "today"
    DAYS_7 = "7d"
    DAYS_30 = "30d"
    DAYS_90 = "90d"
    DAYS_365 = "365d"


DAYS = {Preset.TODAY: 1, Preset.DAYS_7: 7, Preset.DAYS_30: 30, Preset.DAYS_90: 90, Preset.DAYS_365: 365}
LABELS = {
    Preset.TODAY: phrase("Today"),
    Preset.DAYS_7: phrase("Last 7 days"),
    Preset.DAYS_30: phrase("Last 30 days"),
    Preset.DAYS_90: phrase("Last 90 days"),
    Preset.DAYS_365: phrase("Last 365 days"),
}


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included; in moments, from `start` up to before `end`."""

    first: date
    last: date
    zone: tzinfo

    @property
    def start(self) -> datetime:
        """When the first day begins."""
        return datetime.combine(self.first, time(), self.zone)

    @property
    def end(self) -> datetime:
        """When the day after the last one begins."""
        return datetime.combine(self.last + timedelta(days=1), time(), self.zone)

    @property
    def days(self) -> list[date]:
        """All its days, in order."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


def preset_period(preset: Preset, now: datetime, zone: tzinfo) -> Period:
    """A period with a name, as of now."""
    today = now.astimezone(zone).date()
    return Period(today - timedelta(days=DAYS[preset] - 1), today, zone)


def chosen_period(first: str, last: str, zone: tzinfo) -> Period:
    """A period from two days as forms send them (`2026-03-02`). Raises Invalid."""
    start, end = _day("from", first), _day("to", last)
    if end < start:
        raise Invalid("to", phrase("Choose a last day that is not before the first."))
    if (end - start).days >= LONGEST_DAYS:
        raise Invalid("from", phrase("Choose at most %(number)s days.", number=LONGEST_DAYS))
    return Period(start, end, zone)


def _day(field: str, text: str) -> date:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise Invalid(field, phrase("Give a day as year, month and day, for example 2026-03-02.")) from None
    if not 2000 <= day.year <= 2200:
        raise Invalid(field, phrase("Give a day between the years 2000 and 2200."))
    return day
