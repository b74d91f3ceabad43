"""How reports write days, times and numbers: in the account's time zone, and in the reader's language."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from webapp import words
from webapp.domain import units
from webapp.domain.texts import phrase


@dataclass(frozen=True, slots=True)
class Writing:
    """Writes for one account. `zone_name` is how the time zone is called."""

    zone: tzinfo
    zone_name: str

    def number(self, value: float, decimals: int = 0) -> str:
        """A number: `1,234` or `1.234`."""
        return words.number(value, decimals)

    def count(self, value: int, one: str) -> str:
        """A number of things, by their word in the singular: `1 session`, `1,234 sessions`."""
        return units.count(value, one)

    def share(self, value: float, decimals: int = 0) -> str:
        """A part of 1 in percent: `12 %`. What is neither nothing nor everything is never written as 0 or 100 %."""
        percent = 100 * value
        least = 10**-decimals
        if 0 < percent < least:
            return phrase("less than %(number)s %%", number=self.number(least, decimals))
        if 100 - least < percent < 100:
            return phrase("more than %(number)s %%", number=self.number(100 - least, decimals))
        return f"{self.number(percent, decimals)} %"

    def day(self, day: date) -> str:
        """A day: `2 Mar 2026`."""
        return words.day(day)

    def short_day(self, day: date) -> str:
        """A day without its year: `2 Mar`."""
        return words.day(day, "d MMM")

    def month(self, day: date) -> str:
        """The month of a day: `Mar 2026`."""
        return words.day(day, "LLL y")

    def weekday(self, day: date) -> str:
        """A day with its weekday: `Mon, 2 Mar 2026`."""
        return words.day(day, "ccc, d MMM y")

    def moment(self, moment: datetime) -> str:
        """A moment, to the minute: `2 Mar 2026, 09:00`."""
        return words.formats.moment(moment.astimezone(self.zone), words.locale())

    def exact(self, moment: datetime) -> str:
        """A moment, to the second."""
        return words.formats.moment(moment.astimezone(self.zone), words.locale(), seconds=True)

    def span(self, span: timedelta | float) -> str:
        """How long something lasted (seconds or a timedelta): `48 s`, `5 min 12 s`, `2 h 5 min`, `1,204 h`."""
        seconds = round(span.total_seconds() if isinstance(span, timedelta) else span)
        minutes, hours = seconds // 60, seconds // 3600
        if seconds < 60:
            return f"{seconds} s"
        if hours < 1:
            return f"{minutes} min {seconds % 60} s" if seconds % 60 else f"{minutes} min"
        if hours < 100 and minutes % 60:
            return f"{hours} h {minutes % 60} min"
        return f"{self.number(seconds / 3600)} h"
