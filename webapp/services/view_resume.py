"""What a person is asked before a paused session is resumed on pay per use."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.states import SessionState
from webapp.models import Account
from webapp.services.steps.refusing import PpuQuestion
from webapp.services.steps.sessions import SessionView
from webapp.services.view_own_session import own_view


@dataclass(frozen=True, slots=True)
class ResumeView:
    """A session of the actor's own, and the question. `is_paused` False: there is nothing to resume."""

    session: SessionView
    is_paused: bool
    question: PpuQuestion


def view_resume(db: Database, actor: Actor, session_id: UUID, now: datetime) -> ResumeView:
    """Look at a session before it is resumed. Raises NotFound for what the actor did not open."""
    with db.read() as tx:
        session = own_view(tx, actor, session_id, now)
        balance = select(Account.ppu_minutes).where(Account.account_id == actor.account_id)
        minutes = tx.execute(balance).scalar_one()
    return ResumeView(session, session.state is SessionState.PAUSED, PpuQuestion(minutes))
