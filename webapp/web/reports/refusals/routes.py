"""`/reports/refusals`: the report, and the same as CSV."""

from collections.abc import Iterator
from datetime import datetime, tzinfo

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import current
from webapp.services.report_refusals import RefusedWish, export_refusals
from webapp.web.access import is_fragment_request, signed_in
from webapp.web.reports.csv_file import Cell, csv_response
from webapp.web.reports.file_names import file_name
from webapp.web.reports.fragments import address_header
from webapp.web.reports.frame import frame
from webapp.web.reports.refusals.page import page_for
from webapp.web.reports.refusals.view import read_view

COLUMNS = (
    "id", "user", "full_name", "device", "remote", "limit", "first_refused", "last_refused", "tries", "outcome",
    "got_in_after_seconds",
)  # fmt: skip
blueprint = Blueprint("refusal_report", __name__, url_prefix="/reports")


@blueprint.get("/refusals")
@signed_in
def page() -> ResponseReturnValue:
    """The report. To htmx, its table."""
    asked = frame()
    shown = page_for(asked, read_view(request.args, asked.chosen.arguments))
    if is_fragment_request():
        asked.chosen.checked()
        headers = address_header(url_for("refusal_report.page") + shown.view.suffix)
        return render_template("reports/refusals/_search.html", frame=asked, page=shown), headers
    return render_template("reports/refusals/index.html", frame=asked, page=shown), asked.chosen.status


@blueprint.get("/refusals.csv")
@signed_in
def export() -> Response:
    """All wishes of the period as CSV, oldest first, sent as they are read."""
    asked = frame()
    period = asked.chosen.checked()
    found = export_refusals(current.db(), asked.actor, period.start, period.end, asked.now)
    rows: Iterator[list[Cell]] = (_cells(row, asked.write.zone) for row in found)
    return csv_response(COLUMNS, rows, file_name("refusals", asked))


def _cells(row: RefusedWish, zone: tzinfo) -> list[Cell]:
    wish = row.wish
    return [
        str(wish.refusal_id), row.user_name, row.display_name, row.device_name, wish.remote, wish.reason,
        _local(wish.first_at, zone), _local(wish.last_at, zone), wish.tries, wish.outcome,
        None if wish.after is None else f"{wish.after.total_seconds():.6f}",
    ]  # fmt: skip


def _local(moment: datetime, zone: tzinfo) -> str:
    return moment.astimezone(zone).isoformat(timespec="microseconds")
