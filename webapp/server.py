"""The production server: gunicorn with gevent workers, as many as there are cores."""

import logging
import os
import signal
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from webapp import create_app
from webapp.settings import Settings


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Serves the application with the installation's settings. Each worker opens its own database after the fork."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Give gunicorn our settings."""
        settings = self.settings
        options: dict[str, Any] = {
            "bind": f"{settings.host}:{settings.port}",
            "workers": settings.workers,
            "worker_class": "gevent",
            "worker_connections": settings.connections,
            "graceful_timeout": settings.graceful_timeout,
            "keepalive": 75,
            "when_ready": _stop_gracefully_on_interrupt,
            "post_worker_init": _after_start,
            "proc_name": "seatkeeper",
            "loglevel": "warning",
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Make the application, in the worker."""
        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
        logging.getLogger("apscheduler").setLevel(logging.WARNING)
        return create_app(self.settings)


def _stop_gracefully_on_interrupt(_arbiter: Any) -> None:  # noqa: ANN401 - gunicorn has no types
    """Ctrl-C at the terminal stops as SIGTERM does: streams are told to go, requests are finished."""
    signal.signal(signal.SIGINT, lambda *_: os.kill(os.getpid(), signal.SIGTERM))


def _after_start(worker: Any) -> None:  # noqa: ANN401 - gunicorn has no types
    from webapp import current, jobs, live

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal tells every process; the master decides

    app = worker.wsgi
    app.extensions[current.EXTENSION].db.collect()
    if worker.app.settings.sweep:
        jobs.start(app)
    live.hub_of(app).is_stopping = lambda: not worker.alive
