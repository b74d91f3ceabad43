"""Reports as JSON, as `schemas.reports` describes them."""

from typing import Any

from webapp.api.documents import moment
from webapp.services.export_usage import Span
from webapp.services.report_refusals import RefusalReport, RefusedWish
from webapp.services.report_sessions import SessionReport
from webapp.services.report_usage import UsageReport
from webapp.services.steps.history_rows import HistoryRow


def session_report_document(report: SessionReport) -> dict[str, Any]:
    """A page of sessions."""
    totals = report.totals
    return {
        "items": [_session(row) for row in report.rows],
        "totals": {
            "sessions": totals.sessions,
            "seconds": totals.seconds,
            "users": totals.users,
            "devices": totals.devices,
        },
        "next": str(report.next_after) if report.next_after else None,
    }


def refusal_report_document(report: RefusalReport) -> dict[str, Any]:
    """A page of wishes."""
    return {
        "items": [_wish(row) for row in report.rows],
        "totals": {
            "wishes": report.wishes,
            "refusals": report.refusals,
            "users": report.users,
            "by_outcome": dict(report.by_outcome),
            "by_reason": dict(report.by_reason),
        },
        "next": str(report.next_after) if report.next_after else None,
    }


def span_document(span: Span) -> dict[str, Any]:
    """A span in which nothing changed."""
    return {
        "at": moment(span.at),
        "until": moment(span.until),
        "in_use": span.in_use,
        "licenses": span.licenses,
    }


def summary_document(report: UsageReport) -> dict[str, Any]:
    """The whole period."""
    levels = sorted(report.levels.items())
    return {
        "peak": max((in_use for in_use, _ in levels), default=0),
        "levels": [{"in_use": in_use, "seconds": micros / 1e6} for in_use, micros in levels],
        "users": [
            {
                "user": share.detail,
                "user_display_name": share.name,
                "seconds": share.seconds,
                "times": share.times,
            }
            for share in report.users
        ],
    }


def _session(row: HistoryRow) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "user": row.user_name,
        "user_display_name": row.display_name,
        "device": row.device_name,
        "kind": row.kind,
        "remote": row.remote,
        "remote_address": row.remote_address,
        "funding": row.funding,
        "license": row.license,
        "ppu_minutes": row.ppu_minutes,
        "started_at": moment(row.opened_at),
        "ended_at": moment(row.ended_at) if row.ended_at else None,
        "seconds": row.seconds,
        "end_reason": row.end_reason,
        "ended_by": row.ended_by,
        "reason": row.reason,
    }


def _wish(row: RefusedWish) -> dict[str, Any]:
    wish = row.wish
    return {
        "id": str(wish.refusal_id),
        "user": row.user_name,
        "user_display_name": row.display_name,
        "device": row.device_name,
        "remote": wish.remote,
        "reason": wish.reason,
        "first_refused_at": moment(wish.first_at),
        "last_refused_at": moment(wish.last_at),
        "tries": wish.tries,
        "outcome": wish.outcome,
        "seconds": None if wish.after is None else wish.after.total_seconds(),
    }
