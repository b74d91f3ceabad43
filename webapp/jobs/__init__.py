"""Jobs that run beside the requests, in every process: shells around services, correct if run by none, one or five."""

from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from webapp import current
from webapp.jobs.finalise import finalise
from webapp.jobs.tidy_history import tidy_history


def start(app: Flask) -> BackgroundScheduler:
    """Start this process's jobs."""
    parts = app.extensions[current.EXTENSION]
    scheduler = BackgroundScheduler(timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1})
    scheduler.add_job(
        finalise,
        "interval",
        seconds=parts.settings.sweep_seconds,
        args=[app],
        misfire_grace_time=None,
        jitter=None,
    )
    scheduler.add_job(tidy_history, "interval", hours=1, args=[app], misfire_grace_time=None, jitter=600)
    parts.sweep.done_at = parts.clock.now()  # from now on it may be late
    scheduler.start()
    return scheduler
