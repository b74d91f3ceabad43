"""What only a process knows of itself: how long requests took, leases renewed, event streams open.

Several processes of one server keep these in files that they share (`PROMETHEUS_MULTIPROC_DIR`, which the server sets before
it starts them), so that whichever is asked answers for all.
"""

import os
from collections.abc import Iterator
from time import perf_counter

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

SHARED = "PROMETHEUS_MULTIPROC_DIR"
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
RENEWALS = {"client_api.renew_lease", "client_api.renew_session"}
NO_ROUTE = "none"
"""The route of an address that leads nowhere: what was asked for is not told, and makes no series of its own."""


class Meters(Collector):
    """The meters of this process, or, where several share them, of all."""

    def __init__(self) -> None:
        self._own = CollectorRegistry()
        self._seconds = Histogram(
            "seatkeeper_http_request_seconds", "Time until a request was answered (a stream: until it began).",
            ["method", "route"], buckets=BUCKETS, registry=self._own,
        )  # fmt: skip
        self._requests = Counter(
            "seatkeeper_http_requests",
            "Requests by status.",
            ["method", "route", "status"],
            registry=self._own,
        )
        self._renewals = Counter(
            "seatkeeper_lease_renewals", "Requests that renewed leases.", registry=self._own
        )
        self._streams = Gauge(
            "seatkeeper_event_streams_open", "Event streams that are open.",
            registry=self._own, multiprocess_mode="livesum",
        )  # fmt: skip

    def collect(self) -> Iterator[Metric]:
        """All meters."""
        if SHARED not in os.environ:
            yield from self._own.collect()
        else:
            yield from MultiProcessCollector(None).collect()  # type: ignore[no-untyped-call]

    def register(self, app: Flask) -> None:
        """Measure every request of the app."""
        app.before_request(self._begin)
        app.after_request(self._end)

    @staticmethod
    def _begin() -> None:
        g.began = perf_counter()

    def _end(self, response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else NO_ROUTE
        method = request.method if request.url_rule else NO_ROUTE
        self._seconds.labels(method, route).observe(perf_counter() - g.get("began", perf_counter()))
        self._requests.labels(method, route, str(response.status_code)).inc()
        if request.endpoint in RENEWALS and response.status_code == 200:
            self._renewals.inc()
        if response.mimetype == "text/event-stream":
            self._streams.inc()
            response.call_on_close(self._streams.dec)
        return response
