"""`/healthz`: this process serves. `/readyz`: it can do its work. For load balancers: quick, no sign-in, no secrets."""

from datetime import datetime, timedelta

from flask import Blueprint, Response, current_app, jsonify, make_response

from webapp import current
from webapp.services.check_schema import has_current_schema

EXTENSION = "seatkeeper-health"
OK = "ok"
UNKNOWN = {"database": "does not answer", "schema": "not known", "sweep": "not known"}
LATE_AFTER = timedelta(seconds=30)
"""A process whose sweep has not come to its end for so long is stuck. That of another node is no reason."""

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """Say that this process serves. Asks nobody: a database that is away is no reason to kill it."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
def ready() -> Response:
    """Say whether to send people here, and what is the matter if not."""
    asker, parts = current_app.extensions[EXTENSION], current.parts()
    checks = asker.answer_of(lambda: _checks(parts)) or UNKNOWN
    is_ready = set(checks.values()) == {OK}
    body = jsonify({"status": "ready" if is_ready else "not ready", "checks": checks})
    return make_response(body, 200 if is_ready else 503)


def _checks(parts: current.Parts) -> dict[str, str]:
    schema = OK if has_current_schema(parts.db) else "not that of this version"
    return {"database": OK, "schema": schema, "sweep": _sweep(parts.sweep.done_at, parts.clock.now())}


def _sweep(done_at: datetime | None, now: datetime) -> str:
    """How the sweep of this process does; a node that runs none is never late."""
    late = timedelta() if done_at is None else now - done_at
    return OK if late <= LATE_AFTER else f"late by {late.total_seconds():.0f} s"


for view in (alive, ready):
    view.access = "anybody"  # type: ignore[attr-defined]  # who may call it, as every endpoint declares
