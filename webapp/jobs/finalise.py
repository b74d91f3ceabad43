"""The sweep: writes down that the server is there, and what time has ended."""

from flask import Flask

from webapp import current
from webapp.services.finalise_overdue_sessions import finalise_overdue_sessions
from webapp.services.keep_heartbeat import keep_heartbeat


def finalise(app: Flask) -> None:
    """Finalise overdue sessions, by the clock that decides. An outage is noticed before its sessions are written off."""
    with app.app_context():
        keep_heartbeat(current.db(), current.now())
        finalise_overdue_sessions(current.db(), current.now())
        current.parts().sweep.done_at = current.now()
