"""What is answered, as JSON: written straight from what the services return, as two of these answers are asked for all day."""

import json
from datetime import UTC, datetime
from typing import Any

from flask import Response

from webapp.answers import WholeAnswer
from webapp.domain.access import Actor
from webapp.services.renew_leases import LeaseReport
from webapp.services.steps.sessions import SessionView
from webapp.services.view_remote_session import RemoteSession

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def json_answer(document: object, status: int = 200, **headers: str) -> Response:
    """An answer with a body."""
    return WholeAnswer(_encode(document).encode(), status, "application/json", headers.items())


def no_content() -> Response:
    """An answer that says only that it was done."""
    return Response(status=204)


def moment(time: datetime) -> str:
    """A time as RFC 3339, UTC, always with six digits after the second: so they sort as text."""
    return time.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


def session_document(session: SessionView, actor: Actor) -> dict[str, Any]:
    """A session, as `schemas.sessions.Session` describes it."""
    return {
        "id": str(session.id),
        "kind": session.kind,
        "state": session.state,
        "license": session.license,
        "funding": session.funding,
        "remote": session.remote,
        "remote_address": session.remote_address,
        "user": session.user,
        "user_display_name": session.user_display_name,
        "device": session.device,
        "mine": (session.user_id, session.device_id) == (actor.user_id, actor.device_id),
        "opened_at": moment(session.opened_at),
        "lease_expires_at": moment(session.lease_expires_at),
        "renew_every_seconds": session.renew_every_seconds,
        "ends_at": moment(session.ends_at) if session.ends_at else None,
        "seconds": session.seconds,
        "message": session.message,
        "ended_at": moment(session.ended_at) if session.ended_at else None,
        "end_reason": session.end_reason,
        "expires_at": moment(session.expires_at) if session.expires_at else None,
        "joined_at": moment(session.joined_at) if session.joined_at else None,
        "code": session.code if session.user_id == actor.user_id else None,
    }


def remote_document(session: RemoteSession) -> dict[str, Any]:
    """A session as its remote side sees it, as `schemas.remote.RemoteSession` describes it."""
    return {
        "id": str(session.id),
        "state": session.state,
        "name": session.name,
        "helper": session.helper,
        "account": session.account,
        "joined_at": moment(session.joined_at),
        "ends_at": moment(session.ends_at) if session.ends_at else None,
        "seconds": session.seconds,
        "message": session.message,
        "ended_at": moment(session.ended_at) if session.ended_at else None,
        "end_reason": session.end_reason,
    }


def lease_document(report: LeaseReport, actor: Actor) -> dict[str, Any]:
    """What a renewal taught, as `schemas.leases.LeaseReport` describes it."""
    return {
        "lease_expires_at": moment(report.lease_expires_at),
        "renew_every_seconds": report.renew_every_seconds,
        "sessions": [session_document(session, actor) for session in report.sessions],
    }
