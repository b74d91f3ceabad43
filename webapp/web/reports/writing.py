"""How reports write days, times and numbers: in the account's time zone, and as its setting "Dates and numbers" says."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "de": ("Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."),
    "sl": ("jan.", "feb.", "mar.", "apr.", "maj", "jun.", "jul.", "avg.", "sep.", "okt.", "nov.", "dec."),
}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
COMMAS = str.maketrans(",.", ".,")


@dataclass(frozen=True, slots=True)
class Writing:
    """Writes for one account. `zone_name` is how the time zone is called."""

    zone: tzinfo
    zone_name: str
    language: str

    def number(self, value: float, decimals: int = 0) -> str:
        """A number: `1,234` or `1.234`."""
        text = f"{value:,.{decimals}f}"
        return text if self.language == "en" else text.translate(COMMAS)

    def count(self, value: int, one: str, many: str = "") -> str:
        """A number of things: `1 session`, `1,234 sessions`."""
        return f"{self.number(value)} {one if value == 1 else many or one + 's'}"

    def share(self, value: float, decimals: int = 0) -> str:
        """A part of 1 in percent: `12 %`. What is neither nothing nor everything is never written as 0 or 100 %."""
        percent = 100 * value
        least = 10**-decimals
        if 0 < percent < least:
            return f"less than {self.number(least, decimals)} %"
        if 100 - least < percent < 100:
            return f"more than {self.number(100 - least, decimals)} %"
        return f"{self.number(percent, decimals)} %"

    def day(self, day: date) -> str:
        """A day: `2 Mar 2026`."""
        return f"{self.short_day(day)} {day.year}"

    def short_day(self, day: date) -> str:
        """A day without its year: `2 Mar`."""
        dot = "" if self.language == "en" else "."
        return f"{day.day}{dot} {self._month_name(day)}"

    def month(self, day: date) -> str:
        """The month of a day: `Mar 2026`."""
        return f"{self._month_name(day)} {day.year}"

    def weekday(self, day: date) -> str:
        """A day with its weekday: `Mon, 2 Mar 2026`."""
        return f"{WEEKDAYS[day.weekday()][:3]}, {self.day(day)}"

    def moment(self, moment: datetime) -> str:
        """A moment, to the minute: `2 Mar 2026, 09:00`."""
        local = moment.astimezone(self.zone)
        return f"{self.day(local.date())}, {local:%H:%M}"

    def exact(self, moment: datetime) -> str:
        """A moment, to the second."""
        local = moment.astimezone(self.zone)
        return f"{self.day(local.date())}, {local:%H:%M:%S}"

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

    def _month_name(self, day: date) -> str:
        return MONTHS.get(self.language, MONTHS["en"])[day.month - 1]
