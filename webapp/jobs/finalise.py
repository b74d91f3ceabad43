"""The sweep: writes down what time has ended."""

from flask import Flask

from webapp import current
from webapp.services.finalise_overdue_sessions import finalise_overdue_sessions


def finalise(app: Flask) -> None:
    """Finalise overdue sessions, by the clock that decides."""
    with app.app_context():
        finalise_overdue_sessions(current.db(), current.now())
