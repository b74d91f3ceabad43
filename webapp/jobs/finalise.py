"""The sweep: writes down that the server is there, and what time has ended."""

from contextlib import suppress

from flask import Flask

from webapp import current
from webapp.domain.errors import Unavailable
from webapp.services.finalise_overdue_sessions import finalise_overdue_sessions
from webapp.services.keep_heartbeat import keep_heartbeat


def finalise(app: Flask) -> None:
    """Finalise overdue sessions, by the clock that decides. An outage is noticed before its sessions are written off.

    Where the database is in trouble it has logged so; the next sweep finds the same to do.
    """
    with app.app_context(), suppress(Unavailable):
        keep_heartbeat(current.db(), current.now())
        finalise_overdue_sessions(current.db(), current.now())
        current.parts().sweep.done_at = current.now()
