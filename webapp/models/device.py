"""Devices that sessions are opened from, and the tokens with which they speak for a user."""

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.account import Account
from webapp.models.base import Base, UtcDateTime
from webapp.models.user import User


class Device(Base):
    """A device of an account. `identifier` is the id that the client keeps; `name` is what people call it."""

    __tablename__ = "devices"
    __table_args__ = (
        UniqueConstraint("account_id", "identifier"),
        UniqueConstraint("account_id", "device_id"),
    )

    device_id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.account_id))
    identifier: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DeviceToken(Base):
    """Signs one user in on one device. Only the token's hash is kept; `revoked_at` ends it for good."""

    __tablename__ = "device_tokens"
    __table_args__ = (
        ForeignKeyConstraint(["account_id", "user_id"], [User.account_id, User.user_id]),
        ForeignKeyConstraint(["account_id", "device_id"], [Device.account_id, Device.device_id]),
        Index("ix_device_tokens_pair", "account_id", "user_id", "device_id"),
    )

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    account_id: Mapped[int]
    user_id: Mapped[int]
    device_id: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
