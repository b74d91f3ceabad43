"""The bars of minutes by day: numbers for an SVG that needs no script and no style of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from webapp import words
from webapp.domain.texts import listed, phrase
from webapp.domain.units import count

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
    summary = phrase(
        "%(minutes)s used in %(days)s", minutes=count(total, "minute"), days=count(len(by_day), "day")
    )
    if most:
        busiest = words.day(next(day for day, minutes in by_day if minutes == most), "d MMMM")
        peak = phrase("most on %(day)s, %(minutes)s", day=busiest, minutes=count(most, "minute"))
        summary = listed([summary, peak], "; ")
    return Chart(
        bars=bars,
        width=len(bars) * STEP,
        first=words.day(by_day[0][0], "d MMM"),
        last=words.day(by_day[-1][0], "d MMM"),
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
        words.day(day, "ccc, d MMM"),
        count(minutes, "minute"),
    )
