"""`/healthz`: this process serves. `/readyz`: it can do its work. For load balancers: quick, no sign-in, no secrets."""

from contextlib import suppress
from datetime import datetime, timedelta

from flask import Blueprint, Response, jsonify, make_response
from gevent import Timeout

from webapp import current
from webapp.db import DatabaseFailure
from webapp.services.check_readiness import check_readiness

OK = "ok"
PATIENCE = 3.0
"""Seconds that the database has to answer. A load balancer asks again soon."""
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
    checks = {"database": "does not answer", "schema": "not known", "sweep": "not known"}
    with suppress(DatabaseFailure, OSError, Timeout), Timeout(PATIENCE):
        if (found := check_readiness(current.db())).answers:
            checks = {
                "database": OK,
                "schema": OK if found.is_current else "not that of this version",
                "sweep": _sweep(current.now()),
            }
    is_ready = set(checks.values()) == {OK}
    body = jsonify({"status": "ready" if is_ready else "not ready", "checks": checks})
    return make_response(body, 200 if is_ready else 503)


def _sweep(now: datetime) -> str:
    """How the sweep of this process does; a node that runs none is never late."""
    done_at = current.parts().sweep.done_at
    late = timedelta() if done_at is None else now - done_at
    return OK if late <= LATE_AFTER else f"late by {late.total_seconds():.0f} s"


for view in (alive, ready):
    view.access = "anybody"  # type: ignore[attr-defined]  # who may call it, as every endpoint declares
