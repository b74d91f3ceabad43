"""The production server: gunicorn with gevent workers, as many as there are cores."""

import atexit
import gc
import logging
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from webapp import create_app
from webapp.db.marks import Marks
from webapp.domain.errors import Unavailable
from webapp.logs import set_up_logging
from webapp.settings import Settings

log = logging.getLogger(__name__)
RARELY = (20_000, 20, 20)
"""How much is made before Python looks for rings of what nobody needs: a request makes few, and much else."""
SWITCH_SECONDS = 0.0005
"""How long a native thread that is back from waiting for the disk waits for the one that serves: a tenth of Python's own."""
METERS = "PROMETHEUS_MULTIPROC_DIR"
OTHER_FILES = 1024
"""What a process has open beside its connections, at most."""


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Serves the application with the installation's settings. Each worker opens its own database after the fork."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.marks = Marks()
        super().__init__()

    def load_config(self) -> None:
        """Give gunicorn our settings."""
        settings = self.settings
        _allow_open_files(settings.connections + OTHER_FILES)
        options: dict[str, Any] = {
            "bind": f"{settings.host}:{settings.port}",
            "workers": settings.workers,
            "worker_class": "webapp.graceful_worker.GracefulWorker",
            "worker_connections": settings.connections,
            "graceful_timeout": settings.graceful_timeout,
            "keepalive": 75,
            "on_starting": lambda _arbiter: self._prepare_workers(),
            "when_ready": _stop_gracefully_on_interrupt,
            "post_worker_init": _after_start,
            "worker_exit": _before_exit,
            "child_exit": _after_exit,
            "proc_name": "seatkeeper",
            "loglevel": "warning",
        }
        for name, value in options.items():
            self.cfg.set(name, value)
        if settings.metrics_token:
            _share_meters(settings.instance / f"metrics-{settings.port}")

    def load(self) -> Flask:
        """Make the application, in the worker."""
        self.set_up_logging()
        return create_app(self.settings, marks=self.marks)

    def _prepare_workers(self) -> None:
        self.set_up_logging()
        _load_for_all_workers()

    def set_up_logging(self) -> None:
        """Take over the log of this process, which gunicorn has begun by then."""
        set_up_logging(self.settings.log_format, with_details=self.settings.log_details)


def _load_for_all_workers() -> None:
    """Load the program once, for every worker to be forked with it: they start sooner, and share its memory.

    The standard library becomes cooperative first, since modules keep what they find when they are loaded. But for forking,
    signals and children, which are gunicorn's business in this process (decision 0041).
    """
    from gevent import monkey

    monkey.patch_all(os=False, signal=False, subprocess=False)
    from webapp import api, jobs, live, operating, request_log, web  # noqa: F401 - loaded for later

    gc.collect()
    gc.freeze()  # what is never looked through again is not copied into the workers either
    atexit.register(gc.unfreeze)  # it ends in its usual order


def _allow_open_files(wanted: int) -> None:
    """Raise this process's own limit, which its workers inherit: systems begin with 1,024, and each open page is one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))


def _stop_gracefully_on_interrupt(_arbiter: Any) -> None:  # noqa: ANN401 - gunicorn has no types
    """Ctrl-C at the terminal stops as SIGTERM does: streams are told to go, requests are finished."""
    signal.signal(signal.SIGINT, lambda *_: os.kill(os.getpid(), signal.SIGTERM))


def _after_start(worker: Any) -> None:  # noqa: ANN401 - gunicorn has no types
    from webapp import current, jobs, live

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal tells every process; the master decides

    gc.set_threshold(*RARELY)
    sys.setswitchinterval(SWITCH_SECONDS)
    app = worker.wsgi
    app.extensions[current.EXTENSION].db.collect()
    if worker.app.settings.sweep:
        jobs.start(app)
    live.hub_of(app).is_stopping = lambda: not worker.alive


def _before_exit(_arbiter: Any, worker: Any) -> None:  # noqa: ANN401 - gunicorn has no types
    """Everything that was asked is answered: write what was to be written a moment later."""
    from webapp import current

    app = getattr(worker, "wsgi", None)  # none where it could not be made
    if app is not None and current.EXTENSION in app.extensions:
        try:
            app.extensions[current.EXTENSION].db.settle()
        except Unavailable as error:
            log.warning("renewals of the last moment are not written: %s", error.message)


def _after_exit(_arbiter: Any, worker: Any) -> None:  # noqa: ANN401 - gunicorn has no types
    if METERS in os.environ:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]  # its open streams have gone with it


def _share_meters(folder: Path) -> None:
    """Let the workers share what they count in this folder; what stands there is of a server that has gone.

    Prometheus' library looks at this setting when it is imported: nothing of it may be before.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.glob("*.db"):
        file.unlink(missing_ok=True)
    os.environ[METERS] = str(folder)
