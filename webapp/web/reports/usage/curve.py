"""The picture of licenses in use over time, and the numbers behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from webapp.domain.texts import phrase
from webapp.domain.units import count
from webapp.domain.usage_curves import Moment, against
from webapp.services.report_usage import UsageReport
from webapp.web.reports.picture import LABELS, area_under, scale_top, step_path
from webapp.web.reports.writing import Writing

ROWS_MAX = 500
"""How many moments the page tells in numbers; the CSV tells all."""
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CurvePicture:
    """The curve as lines of SVG, as data for the chart that can be zoomed, and as rows."""

    accuracy: str
    top: int
    in_use: str
    area: str
    licenses: str
    labels: Sequence[str]
    data: dict[str, Any]
    rows: Sequence[tuple[str, str, str]]
    more: int


def curve_picture(report: UsageReport, write: Writing) -> CurvePicture:
    """Draw it."""
    moments = list(against(report.curve, report.licenses))
    top = scale_top(max(max(moment.in_use, moment.licenses) for moment in moments))
    whole = report.end - report.start
    places = [((moment.at - report.start) / whole, moment) for moment in moments]
    in_use = step_path([(part, moment.in_use) for part, moment in places], top)
    return CurvePicture(
        accuracy=_accuracy(report.span),
        top=top,
        in_use=in_use,
        area=area_under(in_use),
        licenses=step_path([(part, moment.licenses) for part, moment in places], top),
        labels=_labels(report, write),
        data=_data(moments, report, write, top),
        rows=[_row(moment, report, write) for moment in moments[:ROWS_MAX]],
        more=max(0, len(moments) - ROWS_MAX),
    )


def _data(moments: Sequence[Moment], report: UsageReport, write: Writing, top: int) -> dict[str, Any]:
    last = moments[-1]
    return {
        "at": [round(moment.at.timestamp(), 3) for moment in moments] + [round(report.end.timestamp(), 3)],
        "inUse": [moment.in_use for moment in moments] + [last.in_use],
        "licenses": [moment.licenses for moment in moments] + [last.licenses],
        "top": top,
        "zone": write.zone_name,
        "span": report.span.total_seconds() if report.span else 0,
    }


def _row(moment: Moment, report: UsageReport, write: Writing) -> tuple[str, str, str]:
    at = write.exact(moment.at) if report.span is None else write.moment(moment.at)
    return at, write.number(moment.in_use), write.number(moment.licenses)


def _labels(report: UsageReport, write: Writing) -> list[str]:
    whole = report.end - report.start
    moments = [report.start + whole * n / (LABELS - 1) for n in range(LABELS)]
    if whole <= A_DAY * 2:
        return [moment.astimezone(write.zone).strftime("%H:%M") for moment in moments]
    return [write.short_day(moment.astimezone(write.zone).date()) for moment in moments]


def _accuracy(span: timedelta | None) -> str:
    if span is None:
        return phrase("Every change is drawn.")
    return phrase("Drawn is the most in use within each %(span)s, so no peak is lost.", span=_span(span))


def _span(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    if minutes < 60:
        return count(minutes, "minute")
    hours = minutes // 60
    if hours % 24:
        return phrase("hour") if hours == 1 else count(hours, "hour")
    return phrase("day") if hours == 24 else count(hours // 24, "day")
