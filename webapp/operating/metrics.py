"""`/metrics` for Prometheus, for whoever brings the token of `metrics_token`. Without such a setting there is no such page."""

from collections.abc import Callable
from functools import wraps
from hmac import compare_digest

from flask import Blueprint, Flask, Response, abort, current_app, request
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder

from webapp import current
from webapp.operating.collectors import InstallationCollector
from webapp.operating.meters import Meters
from webapp.services.measure_installation import measure_installation

EXTENSION = "seatkeeper-metrics"

blueprint = Blueprint("metrics", __name__)


def metrics_token(view: Callable[[], Response]) -> Callable[[], Response]:
    """Declare that the token of the setting is needed; where none is set, the page does not exist."""

    @wraps(view)
    def guarded() -> Response:
        wanted = current.settings().metrics_token
        if not wanted:
            abort(404)
        authorization = request.authorization
        given = authorization.token if authorization and authorization.type == "bearer" else None
        if not compare_digest((given or "").encode(), wanted.encode()):
            abort(Response("A bearer token is needed.\n", 401, {"WWW-Authenticate": "Bearer"}, "text/plain"))
        return view()

    guarded.access = "metrics_token"  # type: ignore[attr-defined]
    return guarded


def register(app: Flask) -> None:
    """Measure the app, and gather everything when it is asked for."""
    parts, meters, registry = app.extensions[current.EXTENSION], Meters(), CollectorRegistry()
    meters.register(app)
    registry.register(InstallationCollector(lambda: measure_installation(parts.db, parts.clock.now())))
    registry.register(meters)
    app.extensions[EXTENSION] = registry


@blueprint.get("/metrics")
@metrics_token
def scrape() -> Response:
    """Everything, as Prometheus reads it."""
    registry: CollectorRegistry = current_app.extensions[EXTENSION]
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    return Response(encode(registry), content_type=content_type)
