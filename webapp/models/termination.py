"""Terminations: the request to end a session, and what became of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.domain.states import ClosedBy
from webapp.models.base import Base, UtcDateTime, partial_index, words
from webapp.models.client_session import ClientSession
from webapp.models.user import User

RUNNING = "closed_at IS NULL AND taken_back_at IS NULL"


class Termination(Base):
    """Who asked, when told, whether confirmed, when closed and by what; or taken back by whom. One runs per session."""

    __tablename__ = "terminations"
    __table_args__ = (
        ForeignKeyConstraint(
            ["account_id", "session_id"], [ClientSession.account_id, ClientSession.session_id]
        ),
        ForeignKeyConstraint(["account_id", "requested_by"], [User.account_id, User.user_id]),
        ForeignKeyConstraint(["account_id", "taken_back_by"], [User.account_id, User.user_id]),
        CheckConstraint("closed_at IS NULL OR taken_back_at IS NULL", name="one_outcome"),
        CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name="closed_has_cause"),
        CheckConstraint("taken_back_by IS NULL OR taken_back_at IS NOT NULL", name="taken_back_has_time"),
        partial_index("uq_terminations_running", "account_id", "session_id", where=RUNNING, unique=True),
        Index("ix_terminations_session", "account_id", "session_id"),
    )

    termination_id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[int]
    session_id: Mapped[UUID]
    requested_by: Mapped[int | None]
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(String(200))
    notice_seconds: Mapped[int]
    takes_effect_at: Mapped[datetime] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_back_by: Mapped[int | None]
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[ClosedBy | None] = mapped_column(words(ClosedBy, "closed_by"))
