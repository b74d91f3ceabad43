"""What signing in needs beside the password: one-time links, recovery codes, and the attempts that failed."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base, UtcDateTime
from webapp.models.user import User


class PasswordLink(Base):
    """A one-time link with which a user sets a new password. Only the token's hash is kept."""

    __tablename__ = "password_links"
    __table_args__ = (
        ForeignKeyConstraint(["account_id", "user_id"], [User.account_id, User.user_id]),
        Index("ix_password_links_user", "account_id", "user_id"),
    )

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    account_id: Mapped[int]
    user_id: Mapped[int]
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RecoveryCode(Base):
    """A code that stands in for the second step once. Only its hash is kept."""

    __tablename__ = "recovery_codes"
    __table_args__ = (ForeignKeyConstraint(["account_id", "user_id"], [User.account_id, User.user_id]),)

    account_id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(primary_key=True)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class FailedSignIn(Base):
    """How often signing in failed lately, for a name (of whatever account, existing or not) or from an address.

    `key` is `user:<name as typed, lower case>` or `address:<address>`. Not of an account: an attempt that names no user
    belongs to none.
    """

    __tablename__ = "failed_sign_ins"

    key: Mapped[str] = mapped_column(String(300), primary_key=True)
    failures: Mapped[int]
    last_failure_at: Mapped[datetime] = mapped_column(UtcDateTime)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
