"""`/reports/sessions`: the report, the same as CSV, and one session with its timeline."""

from collections.abc import Iterator
from uuid import UUID

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import current
from webapp.services.report_sessions import export_sessions
from webapp.services.view_session_history import view_session_history
from webapp.web.access import is_fragment_request, signed_in
from webapp.web.reports.csv_file import Cell, csv_response
from webapp.web.reports.file_names import file_name
from webapp.web.reports.fragments import address_header, is_typed
from webapp.web.reports.frame import frame
from webapp.web.reports.sessions.cells import COLUMNS, cells
from webapp.web.reports.sessions.page import page_for
from webapp.web.reports.sessions.timeline import session_page
from webapp.web.reports.sessions.view import read_view

blueprint = Blueprint("session_report", __name__, url_prefix="/reports")


@blueprint.get("/sessions")
@signed_in
def page() -> ResponseReturnValue:
    """The report. To htmx, the parts that follow the filters."""
    asked = frame()
    shown = page_for(asked, read_view(request.args, asked.chosen.arguments))
    if is_fragment_request():
        asked.chosen.checked()
        headers = address_header(url_for("session_report.page") + shown.view.suffix)
        return render_template(
            "reports/sessions/_search.html", frame=asked, page=shown, typed=is_typed()
        ), headers
    return render_template("reports/sessions/index.html", frame=asked, page=shown), asked.chosen.status


@blueprint.get("/sessions.csv")
@signed_in
def export() -> Response:
    """What the filters select as CSV, oldest first, sent as it is read."""
    asked = frame()
    period = asked.chosen.checked()
    view = read_view(request.args, asked.chosen.arguments)
    found = export_sessions(current.db(), asked.actor, view.query(period), asked.now)
    rows: Iterator[list[Cell]] = (cells(row, asked.write.zone) for row in found)
    return csv_response(COLUMNS, rows, file_name("sessions", asked))


@blueprint.get("/sessions/<uuid:session_id>")
@signed_in
def session(session_id: UUID) -> ResponseReturnValue:
    """One session."""
    asked = frame()
    found = view_session_history(current.db(), asked.actor, session_id, asked.now)
    return render_template(
        "reports/sessions/session.html", page=session_page(found, asked.write), frame=asked
    )
