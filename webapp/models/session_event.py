"""What happened to a session on its way, for its timeline: each a fact that its row no longer tells."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.domain.states import SessionHappening
from webapp.models.base import Base, UtcDateTime, words
from webapp.models.client_session import ClientSession
from webapp.models.user import User


class SessionEvent(Base):
    """One thing that happened. `user_id`: who did it, where a user did; `detail`: a name or a number that belongs to it."""

    __tablename__ = "session_events"
    __table_args__ = (
        ForeignKeyConstraint(
            ["account_id", "session_id"], [ClientSession.account_id, ClientSession.session_id]
        ),
        ForeignKeyConstraint(["account_id", "user_id"], [User.account_id, User.user_id]),
        Index("ix_session_events_session", "account_id", "session_id", "at"),
    )

    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[int]
    session_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    what: Mapped[SessionHappening] = mapped_column(words(SessionHappening, "what"))
    user_id: Mapped[int | None]
    detail: Mapped[str | None] = mapped_column(String(200))
