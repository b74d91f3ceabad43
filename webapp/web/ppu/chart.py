"""The bars of minutes by day: numbers for an SVG that needs no script and no style of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from webapp.web.license_usage.texts import count

HEIGHT = 100
STEP = 20
WIDTH = 14


@dataclass(frozen=True, slots=True)
class Bar:
    """A day: where its bar stands, and what it says."""

    x: int
    y: float
    height: float
    day: str
    minutes: str


@dataclass(frozen=True, slots=True)
class Chart:
    """All days. `top` is the largest; `summary` is what is read out."""

    bars: tuple[Bar, ...]
    width: int
    first: str
    last: str
    top: str
    total: str
    summary: str


def chart(by_day: Sequence[tuple[date, int]]) -> Chart:
    """Lay out the minutes of days that follow one another."""
    most = max(minutes for _, minutes in by_day)
    total = sum(minutes for _, minutes in by_day)
    bars = tuple(_bar(place, day, minutes, most) for place, (day, minutes) in enumerate(by_day))
    busiest = next(day for day, minutes in by_day if minutes == most)
    summary = f"{count(total, 'minute')} used in {len(by_day)} days"
    if most:
        summary += f"; most on {busiest:%-d %B}, {count(most, 'minute')}"
    return Chart(
        bars=bars,
        width=len(bars) * STEP,
        first=f"{by_day[0][0]:%-d %b}",
        last=f"{by_day[-1][0]:%-d %b}",
        top=count(most, "minute"),
        total=count(total, "minute"),
        summary=summary,
    )


def _bar(place: int, day: date, minutes: int, most: int) -> Bar:
    height = max(2.0, round(HEIGHT * minutes / most, 1)) if minutes else 0.0
    return Bar(
        place * STEP + (STEP - WIDTH) // 2,
        HEIGHT - height,
        height,
        f"{day:%a, %-d %b}",
        count(minutes, "minute"),
    )
