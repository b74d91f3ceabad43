"""Refusals: attempts that a limit turned away. Who held the licenses then is told by the license holdings."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.domain.ppu import PpuObstacle
from webapp.domain.states import RefusalReason, SessionKind
from webapp.models.base import Base, UtcDateTime, words
from webapp.models.device import Device
from webapp.models.user import User


class Refusal(Base):
    """One attempt that was turned away. Retries of one wish carry the same `wish`, the client's idempotency key.

    `ppu`: why pay per use did not help.
    """

    __tablename__ = "refusals"
    __table_args__ = (
        ForeignKeyConstraint(["account_id", "user_id"], [User.account_id, User.user_id]),
        ForeignKeyConstraint(["account_id", "device_id"], [Device.account_id, Device.device_id]),
        Index("ix_refusals_time", "account_id", "refused_at"),
    )

    refusal_id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[int]
    user_id: Mapped[int]
    device_id: Mapped[int]
    kind: Mapped[SessionKind] = mapped_column(words(SessionKind, "kind"))
    remote: Mapped[str] = mapped_column(String(200))
    wish: Mapped[str | None] = mapped_column(String(200))
    reason: Mapped[RefusalReason] = mapped_column(words(RefusalReason, "reason"))
    licenses: Mapped[int]
    own_limit: Mapped[int | None]
    ppu: Mapped[PpuObstacle | None] = mapped_column(words(PpuObstacle, "ppu"))
    refused_at: Mapped[datetime] = mapped_column(UtcDateTime)
