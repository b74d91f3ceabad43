"""`/reports/usage`: the page, and as CSV its curve, its users or its devices."""

from collections.abc import Iterator

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from webapp import current
from webapp.domain.errors import NotFound
from webapp.domain.texts import phrase
from webapp.services.export_usage import export_usage
from webapp.services.report_usage import Share, report_usage
from webapp.web.access import signed_in
from webapp.web.reports.csv_file import Cell, csv_response
from webapp.web.reports.frame import Frame, frame
from webapp.web.reports.usage.hours import DAYS, USUAL, read_hours
from webapp.web.reports.usage.view import usage_view

blueprint = Blueprint("usage_report", __name__, url_prefix="/reports")


@blueprint.get("/usage")
@signed_in
def page() -> ResponseReturnValue:
    """The report."""
    asked, hours = frame(), read_hours(request.args)
    report = report_usage(current.db(), asked.actor, asked.period, hours.working, asked.now)
    view = usage_view(report, asked.write) if report.end > report.start else None
    shown = render_template(
        "reports/usage/index.html",
        frame=asked,
        hours=hours,
        week=list(DAYS.items()),
        report=report,
        view=view,
    )
    return shown, 422 if hours.problem else asked.chosen.status


@blueprint.get("/usage.csv")
@signed_in
def export() -> Response:
    """Every change of the curve, or who held licenses for how long (`of=users`, `of=devices`)."""
    asked, of = frame(), request.args.get("of", "curve")
    period = asked.chosen.checked()
    if of not in ("curve", "users", "devices"):
        raise NotFound(phrase("There is no such export."))
    name = f"usage-{of}-of-{asked.actor.domain}-{period.first}-to-{period.last}.csv"
    if of == "curve":
        return csv_response(("moment", "in_use", "licenses", "seconds"), _curve(asked), name)
    report = report_usage(current.db(), asked.actor, period, USUAL, asked.now)
    if of == "users":
        users = ((share.name, share.detail, *_held(share)) for share in report.users)
        return csv_response(("user", "user_name", "seconds", "times"), users, name)
    devices = ((share.name, *_held(share)) for share in report.devices)
    return csv_response(("device", "seconds", "times"), devices, name)


def _held(share: Share) -> tuple[Cell, Cell]:
    return f"{share.seconds:.6f}", share.times


def _curve(asked: Frame) -> Iterator[tuple[Cell, ...]]:
    spans = export_usage(current.db(), asked.actor, asked.period, asked.now)
    zone = asked.write.zone
    return (
        (
            span.at.astimezone(zone).isoformat(timespec="microseconds"),
            span.in_use,
            span.licenses,
            f"{(span.until - span.at).total_seconds():.6f}",
        )
        for span in spans
    )
