"""How long pay-per-use minutes last at the rate at which they have been used."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

SPANS = (7, 28)
"""The rates that count: of so many days that are over."""
DAYS_NEEDED = 3
"""So many days must be over since the first use before anything is said."""
FARTHEST = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class Forecast:
    """At the rate of the last `days`, in minutes a day, the balance lasts until `until`; None: for more than two years."""

    days: int
    rate: float
    until: date | None


def forecast(minutes: int, used: Sequence[int], today: date, first_use: date | None) -> tuple[Forecast, ...]:
    """Work out a forecast for each span in which something was used. Empty: there is not enough use to tell.

    `used` are the minutes of each day that is over, the last of them yesterday. Days before the first use do not count.
    """
    over = 0 if first_use is None else (today - first_use).days
    if over < DAYS_NEEDED or minutes < 1:
        return ()
    found: list[Forecast] = []
    for span in SPANS:
        days = min(span, over)
        rate = sum(used[-days:]) / days
        if rate > 0 and days not in [one.days for one in found]:
            found.append(Forecast(days, rate, _until(minutes, rate, today)))
    return tuple(found)


def _until(minutes: int, rate: float, today: date) -> date | None:
    days = timedelta(days=min(math.ceil(minutes / rate), FARTHEST.days + 1))
    return today + days if days <= FARTHEST else None
