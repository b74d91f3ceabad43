"""The heat map: how many licenses are in use on average in each hour of the week."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from webapp import words
from webapp.domain.texts import phrase
from webapp.domain.usage_curves import HourOfWeek
from webapp.web.reports.writing import Writing

INTENSITIES = 10
"""From 0, where nothing was in use."""


@dataclass(frozen=True, slots=True)
class HeatCell:
    """An hour: how dark it is, what it says in full, and its number."""

    intensity: int
    label: str
    average: str
    peak: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A day of the week: its name, with which `short` begins, and its hours."""

    short: str
    name: str
    cells: Sequence[HeatCell]


def heat_rows(heat: Sequence[Sequence[HourOfWeek]], write: Writing) -> list[HeatRow]:
    """A row for each day of the week."""
    most = max(hour.average for day in heat for hour in day)
    names = words.formats.weekdays(words.locale())
    return [
        HeatRow(short, name, [_cell(hour, name, at, most, write) for at, hour in enumerate(day)])
        for (short, name), day in zip(names, heat, strict=True)
    ]


def _cell(hour: HourOfWeek, day: str, at: int, most: float, write: Writing) -> HeatCell:
    average, peak = write.number(hour.average, 1), write.number(hour.peak)
    when = phrase("%(day)s, %(start)s:00 to %(end)s:00", day=day, start=at, end=at + 1)
    return HeatCell(
        intensity=ceil((INTENSITIES - 1) * hour.average / most) if most else 0,
        label=phrase(
            "%(when)s: %(average)s in use on average, at most %(peak)s", when=when, average=average, peak=peak
        ),
        average=average,
        peak=peak,
    )
