"""The usage report as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.domain.texts import phrase
from webapp.services.report_usage import UsageReport
from webapp.web.reports.usage.curve import CurvePicture, curve_picture
from webapp.web.reports.usage.days import DaysPicture, days_picture
from webapp.web.reports.usage.durations import (
    DurationPicture,
    average,
    duration_picture,
    or_more,
    seconds,
)
from webapp.web.reports.usage.heat import HeatRow, heat_rows
from webapp.web.reports.usage.shares import ShareTable, share_table
from webapp.web.reports.writing import Writing


@dataclass(frozen=True, slots=True)
class KeyNumber:
    """A number that is seen first, and what it means."""

    name: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class UsageView:
    """Everything on the page."""

    numbers: Sequence[KeyNumber]
    curve: CurvePicture
    days: DaysPicture
    heat: Sequence[HeatRow]
    durations: DurationPicture
    users: ShareTable
    devices: ShareTable


def usage_view(report: UsageReport, write: Writing) -> UsageView:
    """Put it together. The report has some time in it: its end is after its start."""
    licenses = report.licenses[-1].in_use
    return UsageView(
        numbers=_numbers(report, licenses, write),
        curve=curve_picture(report, write),
        days=days_picture(report, write),
        heat=heat_rows(report.heat, write),
        durations=duration_picture(report.working_levels, report.levels, licenses, write),
        users=share_table(report.users, write),
        devices=share_table(report.devices, write),
    )


def _numbers(report: UsageReport, licenses: int, write: Writing) -> list[KeyNumber]:
    peak = max(report.curve, key=lambda step: step.in_use)
    at = write.moment(peak.at)
    if report.span is not None:
        at = phrase("about %(moment)s", moment=at)
    of = phrase("%(held)s of %(limit)s", held=peak.in_use, limit=licenses)
    busy, mean = or_more(report.working_levels, licenses), write.number(average(report.working_levels), 1)
    together = sum(share.seconds for share in report.users)
    by = phrase(
        "by %(users)s from %(devices)s",
        users=write.count(len(report.users), "user"),
        devices=write.count(len(report.devices), "device"),
    )
    full = KeyNumber(
        phrase("All licenses in use"),
        write.span(seconds(report.levels, licenses)) if licenses else "—",
        phrase("%(share)s of working hours", share=write.share(busy, 1 if busy < 0.1 else 0))
        if licenses
        else phrase("there are none"),
    )
    return [
        KeyNumber(phrase("Most in use at once"), of, at if peak.in_use else phrase("nothing was in use")),
        KeyNumber(phrase("In use on average"), mean, phrase("in working hours")),
        *([] if report.own else [full]),
        KeyNumber(phrase("In use altogether"), write.span(together), by),
    ]
