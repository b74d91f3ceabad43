"""The picture of the most in use on each day, or in each month where the days are too many to tell apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from webapp.domain.texts import listed, phrase
from webapp.services.report_usage import UsageReport
from webapp.web.reports.picture import bar_path, scale_top, step_path
from webapp.web.reports.writing import Writing

DAYS_MAX = 400
GAP = 0.18
"""How much of the room of a bar stays empty beside it."""

BY_DAY = {
    "title": phrase("Most in use by day"),
    "label": phrase("Most licenses in use at once on each day; the numbers follow as a table"),
    "caption": phrase("Most licenses in use at once by day"),
    "each": phrase("Day"),
}
BY_MONTH = {
    "title": phrase("Most in use by month"),
    "label": phrase("Most licenses in use at once on each month; the numbers follow as a table"),
    "caption": phrase("Most licenses in use at once by month"),
    "each": phrase("Month"),
}


@dataclass(frozen=True, slots=True)
class DaysPicture:
    """Bars, the number of licenses as a line, and the same as rows. `each`: Day or Month; `label` and `caption` say what the
    bars and the rows are."""

    title: str
    label: str
    caption: str
    each: str
    top: int
    bars: str
    licenses: str
    labels: Sequence[str]
    tips: Sequence[tuple[str, str]]
    rows: Sequence[tuple[str, str]]


def days_picture(report: UsageReport, write: Writing) -> DaysPicture:
    """Draw it."""
    first = report.start.astimezone(write.zone).date()
    last = (report.end - timedelta(microseconds=1)).astimezone(write.zone).date()
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    by_month = len(days) > DAYS_MAX
    slots = list(dict.fromkeys(_slot(day, by_month) for day in days))
    peaks: dict[date, int] = {}
    for day, peak in report.peaks.items():
        slot = _slot(day, by_month)
        peaks[slot] = max(peaks.get(slot, 0), peak)
    count, counts = len(slots), _license_counts(report, slots, write)
    top = scale_top(max([*peaks.values(), *counts]))
    bars = [
        ((n + GAP / 2) / count, (n + 1 - GAP / 2) / count, peaks.get(slot, 0)) for n, slot in enumerate(slots)
    ]
    named = [(write.month(slot) if by_month else write.weekday(slot), slot) for slot in slots]
    return DaysPicture(
        **(BY_MONTH if by_month else BY_DAY),
        top=top,
        bars=bar_path(bars, top),
        licenses=step_path([(n / count, licenses) for n, licenses in enumerate(counts)], top),
        labels=_labels(slots, write, by_month=by_month),
        tips=[
            (f"{n * 1000 / count:.2f}", listed([name, _in_use(peaks.get(slot), write)], ": "))
            for n, (name, slot) in enumerate(named)
        ],
        rows=[(name, write.number(peaks[slot])) for name, slot in named if slot in peaks],
    )


def _slot(day: date, by_month: bool) -> date:
    return day.replace(day=1) if by_month else day


def _license_counts(report: UsageReport, slots: Sequence[date], write: Writing) -> list[int]:
    """The most licenses that there were in each slot."""
    begun = [(step.at.astimezone(write.zone).date(), step.in_use) for step in report.licenses]
    counts = []
    for n, slot in enumerate(slots):
        until = slots[n + 1] if n + 1 < len(slots) else date.max
        before = [licenses for day, licenses in begun if day <= slot]
        counts.append(max([*before[-1:], *(licenses for day, licenses in begun if slot <= day < until)]))
    return counts


def _labels(slots: Sequence[date], write: Writing, *, by_month: bool) -> list[str]:
    several = dict.fromkeys((slots[0], slots[len(slots) // 2], slots[-1]))
    return [write.month(slot) if by_month else write.short_day(slot) for slot in several]


def _in_use(peak: int | None, write: Writing) -> str:
    return (
        phrase("nothing recorded")
        if peak is None
        else phrase("at most %(number)s in use", number=write.number(peak))
    )
