"""Whether the server was there: its heartbeat, the times it was away, and the sessions that were open meanwhile."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base, UtcDateTime
from webapp.models.client_session import ClientSession


class Heartbeat(Base):
    """When a server of this installation last wrote down that it is there: one row, which the migration made."""

    __tablename__ = "heartbeats"
    __table_args__ = (CheckConstraint("heartbeat_id = 1", name="only_one"),)

    heartbeat_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    beat_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Outage(Base):
    """No server was there from `began_at` to `back_at`. `settled_at`: since then every lease of that time is decided."""

    __tablename__ = "outages"
    __table_args__ = (
        CheckConstraint("back_at > began_at", name="order"),
        Index("ix_outages_back", "back_at"),
    )

    outage_id: Mapped[UUID] = mapped_column(primary_key=True)
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    back_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class OutageSession(Base):
    """A session that held its place when an outage began. `lease_expires_at` is how far its lease had come when the server
    was back: the session was confirmed again once it has come further."""

    __tablename__ = "outage_sessions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["account_id", "session_id"], [ClientSession.account_id, ClientSession.session_id]
        ),
        Index("ix_outage_sessions_session", "account_id", "session_id"),
    )

    outage_id: Mapped[UUID] = mapped_column(ForeignKey(Outage.outage_id), primary_key=True)
    account_id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    lease_expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
