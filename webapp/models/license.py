"""Licenses as rows, so that the database itself keeps two holders off one license and one pair off two."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.account import Account
from webapp.models.base import Base, UtcDateTime, partial_index
from webapp.models.device import Device
from webapp.models.user import User


class License(Base):
    """License 1, License 2, … of an account, and the (user, device) pair that holds it.

    A row above the account's number exists only while it is held: an owner has lowered the number since.
    """

    __tablename__ = "licenses"
    __table_args__ = (
        ForeignKeyConstraint(["account_id", "user_id"], [User.account_id, User.user_id]),
        ForeignKeyConstraint(["account_id", "device_id"], [Device.account_id, Device.device_id]),
        UniqueConstraint("account_id", "user_id", "device_id"),
        UniqueConstraint("account_id", "user_id", "device_id", "number", name="uq_licenses_holder_number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint(
            "(user_id IS NULL) = (device_id IS NULL) AND (user_id IS NULL) = (held_since IS NULL)",
            name="holder",
        ),
        partial_index("ix_licenses_free", "account_id", "number", where="user_id IS NULL"),
    )

    account_id: Mapped[int] = mapped_column(ForeignKey(Account.account_id), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None]
    device_id: Mapped[int | None]
    held_since: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LicenseHolding(Base):
    """One stretch of time in which a pair held a license: exact usage over time, kept as changes."""

    __tablename__ = "license_holdings"
    __table_args__ = (
        ForeignKeyConstraint(["account_id", "user_id"], [User.account_id, User.user_id]),
        ForeignKeyConstraint(["account_id", "device_id"], [Device.account_id, Device.device_id]),
        CheckConstraint("released_at IS NULL OR released_at >= held_since", name="order"),
        partial_index(
            "uq_license_holdings_open", "account_id", "number", where="released_at IS NULL", unique=True
        ),
        Index("ix_license_holdings_time", "account_id", "held_since"),
        Index("ix_license_holdings_released", "account_id", "released_at"),
    )

    holding_id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.account_id))
    number: Mapped[int]
    user_id: Mapped[int]
    device_id: Mapped[int]
    held_since: Mapped[datetime] = mapped_column(UtcDateTime)
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
