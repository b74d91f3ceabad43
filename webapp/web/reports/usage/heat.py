"""The heat map: how many licenses are in use on average in each hour of the week."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from webapp.domain.usage_curves import HourOfWeek
from webapp.web.reports.writing import WEEKDAYS, Writing

INTENSITIES = 10
"""From 0, where nothing was in use."""


@dataclass(frozen=True, slots=True)
class HeatCell:
    """An hour: how dark it is, what it says in full, and its number."""

    intensity: int
    label: str
    average: str
    peak: str


def heat_rows(heat: Sequence[Sequence[HourOfWeek]], write: Writing) -> list[tuple[str, list[HeatCell]]]:
    """A row for each day of the week."""
    most = max(hour.average for day in heat for hour in day)
    return [
        (
            name,
            [
                _cell(hour, f"{name}, {number}:00 to {number + 1}:00", most, write)
                for number, hour in enumerate(day)
            ],
        )
        for name, day in zip(WEEKDAYS, heat, strict=True)
    ]


def _cell(hour: HourOfWeek, when: str, most: float, write: Writing) -> HeatCell:
    average, peak = write.number(hour.average, 1), write.number(hour.peak)
    return HeatCell(
        intensity=ceil((INTENSITIES - 1) * hour.average / most) if most else 0,
        label=f"{when}: {average} in use on average, at most {peak}",
        average=average,
        peak=peak,
    )
