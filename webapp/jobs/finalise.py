"""The sweep: writes down what time has ended."""

from contextlib import suppress

from flask import Flask

from webapp import current
from webapp.domain.errors import Unavailable
from webapp.services.finalise_overdue_sessions import finalise_overdue_sessions


def finalise(app: Flask) -> None:
    """Finalise overdue sessions, by the clock that decides."""
    with (
        app.app_context(),
        suppress(Unavailable),
    ):  # the database has logged it; the next sweep finds the same to do
        finalise_overdue_sessions(current.db(), current.now())
