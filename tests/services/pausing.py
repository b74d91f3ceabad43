"""What the tests of pausing share."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from tests.support.cast import Seat
from webapp.db import Database
from webapp.domain.states import SessionHappening
from webapp.models import SessionEvent
from webapp.services.pause_session import pause_session
from webapp.services.resume_session import Refused, Resumed, resume_session
from webapp.services.steps.sessions import SessionView

A_DAY = timedelta(hours=24)


def paused(db: Database, seat: Seat, session: SessionView, now: datetime) -> SessionView:
    """Pause a session."""
    return pause_session(db, seat.actor, session.id, now)


def resumed(db: Database, seat: Seat, session: SessionView, now: datetime) -> SessionView:
    """Resume a session that must get in."""
    answer = resume_session(db, seat.actor, session.id, None, now)
    assert isinstance(answer, Resumed), answer
    return answer.session


def not_resumed(db: Database, seat: Seat, session: SessionView, now: datetime) -> Refused:
    """Try to resume a session that must be refused."""
    answer = resume_session(db, seat.actor, session.id, None, now)
    assert isinstance(answer, Refused), answer
    return answer


def timeline(db: Database, session: SessionView) -> list[SessionHappening]:
    """What happened to a session, in order."""
    query = select(SessionEvent).where(SessionEvent.session_id == session.id).order_by(SessionEvent.event_id)
    with db.read() as tx:
        rows: list[Any] = list(tx.execute(query))
    return [row.what for row in rows]
