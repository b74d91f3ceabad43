"""`/reports/licenses`: how many licenses do we need? The page sends its form at once and the answer when it is worked out."""

from functools import partial

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from webapp import current
from webapp.domain.errors import Invalid
from webapp.domain.periods import Preset
from webapp.services.size_licenses import SizingReport, check_may_size, size_licenses
from webapp.web.access import signed_in
from webapp.web.reports.csv_file import Cell, csv_response
from webapp.web.reports.frame import Frame, frame
from webapp.web.reports.licenses.form import DAYS_OF_MONTH, Wanted, read_wanted
from webapp.web.reports.licenses.view import sizing_view
from webapp.web.reports.streamed import streamed

COLUMNS = (
    "licenses", "refused", "served", "served_at_least", "served_at_most", "waited", "wait_seconds", "longest_wait_seconds",
    "minutes", "cost_of_licenses", "cost_with_minutes",
)  # fmt: skip
blueprint = Blueprint("license_report", __name__, url_prefix="/reports")


@blueprint.get("/licenses")
@signed_in
def page() -> ResponseReturnValue:
    """The report."""
    asked, wanted = frame(Preset.DAYS_90), read_wanted(request.args)
    check_may_size(asked.actor)
    status = 422 if wanted.problem else asked.chosen.status
    shown = render_template("reports/licenses/index.html", frame=asked, wanted=wanted)
    return streamed(shown, partial(_answer, asked, wanted), status)


@blueprint.get("/licenses.csv")
@signed_in
def export() -> Response:
    """The table, and all numbers of licenses that were tried."""
    asked, wanted = frame(Preset.DAYS_90), read_wanted(request.args)
    check_may_size(asked.actor)
    period = asked.chosen.checked()
    if wanted.problem:
        raise Invalid("license", wanted.problem)
    report = _sized(asked, wanted)
    name = f"licenses-of-{asked.actor.domain}-{period.first}-to-{period.last}.csv"
    return csv_response(COLUMNS, _rows(report), name)


def _answer(asked: Frame, wanted: Wanted) -> str:
    report = _sized(asked, wanted)
    months = len(asked.period.days) / DAYS_OF_MONTH
    view = sizing_view(report, wanted, asked.write, months) if report.sizing.wishes else None
    return render_template(
        "reports/licenses/_answer.html", frame=asked, wanted=wanted, report=report, view=view
    )


def _sized(asked: Frame, wanted: Wanted) -> SizingReport:
    prices = wanted.prices(asked.period)
    return size_licenses(
        current.db(), asked.actor, asked.period, prices, asked.now, own_limits=wanted.own_limits
    )


def _rows(report: SizingReport) -> list[tuple[Cell, ...]]:
    return [
        (
            outcome.licenses,
            outcome.refused,
            outcome.served,
            outcome.at_least,
            outcome.at_most,
            *((w.waited, w.total, w.longest) if (w := outcome.waiting) else (None, None, None)),
            outcome.minutes,
            outcome.cost_licenses,
            outcome.cost_with_minutes,
        )
        for outcome in report.sizing.outcomes
    ]
