"""`/reports`: sessions, refusals and licenses in use, page by page, as the right to view reports says."""

from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from flask import Response

from webapp import current
from webapp.api.access import device_token
from webapp.api.blueprint import BEARER, REPORTS, answer, client_api, refusals
from webapp.api.documents import json_answer, moment
from webapp.api.links import next_page
from webapp.api.report_documents import (
    refusal_report_document,
    session_report_document,
    span_document,
    summary_document,
)
from webapp.api.schemas import report_examples as examples
from webapp.api.schemas import reports as schemas
from webapp.domain.access import Actor
from webapp.domain.errors import Invalid
from webapp.domain.periods import Period, Preset, chosen_period, preset_period
from webapp.domain.texts import phrase
from webapp.domain.usage_curves import WorkingHours
from webapp.services.export_usage import export_usage
from webapp.services.read_settings import read_settings
from webapp.services.report_refusals import read_wish_place, report_refusals
from webapp.services.report_sessions import report_sessions
from webapp.services.report_usage import report_usage
from webapp.services.steps.history_pages import read_place
from webapp.services.steps.session_history import HistoryQuery

DESCRIBED = refusals(401, 403, 422)


@client_api.get(
    "/reports/sessions",
    tags=[REPORTS],
    security=BEARER,
    responses={
        200: answer(
            schemas.SessionReport,
            "A page of sessions.",
            examples.SESSION_REPORT,
            next_page("report_of_sessions"),
        ),
        **DESCRIBED,
    },
)
@device_token
def report_of_sessions(actor: Actor, query: schemas.SessionReportQuery) -> Response:
    """Report sessions.

    Those that were opened in the period. With the right to view one's own reports alone: one's own.
    """
    now = current.now()
    period = _period(actor, query, now)
    wanted = HistoryQuery(
        period.start, period.end, query.user or "", query.device or "", query.remote or "",
        kind=query.kind, state=query.state, end_reason=query.end_reason, funding=query.funding,
    )  # fmt: skip
    after = read_place(query.after, query.sort) if query.after else None
    report = report_sessions(
        current.db(), actor, wanted, query.sort, now,
        descending=query.descending, after=after, limit=query.limit,
    )  # fmt: skip
    return json_answer(session_report_document(report))


@client_api.get(
    "/reports/refusals",
    tags=[REPORTS],
    security=BEARER,
    responses={
        200: answer(
            schemas.RefusalReport,
            "A page of wishes.",
            examples.REFUSAL_REPORT,
            next_page("report_of_refusals"),
        ),
        **DESCRIBED,
    },
)
@device_token
def report_of_refusals(actor: Actor, query: schemas.PeriodQuery) -> Response:
    """Report refusals.

    Who was turned away in the period, and what became of it, newest first. Retries of one wish are one item.
    """
    now = current.now()
    period = _period(actor, query, now)
    after = read_wish_place(query.after) if query.after else None
    report = report_refusals(
        current.db(), actor, period.start, period.end, now, after=after, limit=query.limit
    )
    return json_answer(refusal_report_document(report))


@client_api.get(
    "/reports/usage",
    tags=[REPORTS],
    security=BEARER,
    responses={
        200: answer(
            schemas.UsageReport, "A page of changes.", examples.USAGE_REPORT, next_page("report_of_usage")
        ),
        **DESCRIBED,
    },
)
@device_token
def report_of_usage(actor: Actor, query: schemas.PeriodQuery) -> Response:
    """Report licenses in use.

    Every change in the period, oldest first, up to now. With the right to view one's own reports alone: one's own use.
    """
    now = current.now()
    period = _period(actor, query, now)
    since = _since(query.after, period) if query.after else None
    spans = list(islice(export_usage(current.db(), actor, period, now, since), query.limit + 1))
    summary = None
    if since is None and period.start < now:
        summary = summary_document(report_usage(current.db(), actor, period, WorkingHours(), now))
    items = [span_document(span) for span in spans[: query.limit]]
    following = moment(spans[-1].at) if len(spans) > query.limit else None
    return json_answer({"items": items, "summary": summary, "next": following})


def _period(actor: Actor, query: schemas.PeriodQuery, now: datetime) -> Period:
    zone = ZoneInfo(read_settings(current.db(), actor, None).values["time_zone"])
    if query.from_ is None and query.to is None:
        return preset_period(query.period or Preset.DAYS_30, now, zone)
    if query.period is not None:
        raise Invalid("period", phrase("Give period, or from and to."))
    first, last = (day.isoformat() if day else "" for day in (query.from_, query.to))
    return chosen_period(first, last, zone)


def _since(text: str, period: Period) -> datetime:
    try:
        since = datetime.fromisoformat(text)
    except ValueError:
        since = None
    if since is None or since.tzinfo is None or not period.start <= since < period.end:
        raise Invalid("after", phrase("Give after as the page before gave it."))
    return since
