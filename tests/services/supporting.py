"""Support sessions of the tests: started by somebody, joined by an invited person, and what is stored of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from tests.support.cast import Seat
from webapp.db import Database
from webapp.domain.states import SessionKind
from webapp.models import SessionCode, SessionEvent
from webapp.services.admit_session import Admitted, OpenRequest, admit_session
from webapp.services.join_session import Joined, join_session
from webapp.services.steps.sessions import SessionView

MARIA = "Maria Rossi"
AT_HOME = "198.51.100.7"
"""Where Maria sits."""


def started(db: Database, seat: Seat, now: datetime, label: str = "") -> SessionView:
    """Start a support session that must get in."""
    answer = admit_session(db, seat.actor, OpenRequest(SessionKind.SUPPORT, label), now)
    assert isinstance(answer, Admitted), answer
    return answer.session


def joined(db: Database, session: SessionView, now: datetime, name: str = MARIA) -> str:
    """Let Maria join it; returns her token."""
    outcome = join_session(db, session.code or "", name, AT_HOME, now)
    assert isinstance(outcome, Joined), outcome
    return outcome.token


def codes(db: Database) -> list[str]:
    """The codes that are stored."""
    with db.read() as tx:
        return list(tx.execute(select(SessionCode.code)).scalars())


def events(db: Database, session_id: UUID) -> list[Row[Any]]:
    """The timeline of a session."""
    query = select(SessionEvent).where(SessionEvent.session_id == session_id).order_by(SessionEvent.at)
    with db.read() as tx:
        return list(tx.execute(query))


def wrong(code: str | None) -> str:
    """A code that is not this one."""
    return str(10**12 - 1 - int(code or "0")).rjust(12, "1")
