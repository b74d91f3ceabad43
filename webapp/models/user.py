"""Users, the browsers they are signed in with, and their own settings of rights."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from webapp.domain.access import Right
from webapp.domain.ppu import PpuConsent
from webapp.models.account import Account
from webapp.models.base import Base, UtcDateTime, partial_index, words


class User(Base):
    """A person of an account. Name and e-mail address are stored in lower case."""

    __tablename__ = "users"
    __table_args__ = (
        UniqueConstraint("account_id", "name"),
        UniqueConstraint("account_id", "user_id"),
        CheckConstraint("own_limit IS NULL OR own_limit >= 0", name="own_limit"),
        CheckConstraint("ppu_day_cap IS NULL OR ppu_day_cap >= 0", name="ppu_day_cap"),
        CheckConstraint("is_domain_admin OR NOT is_owner", name="owner_is_domain_admin"),
        CheckConstraint(
            "NOT is_read_only OR (is_domain_admin AND NOT is_owner)", name="read_only_is_an_admin"
        ),
        partial_index("uq_users_owner", "account_id", where="is_owner", unique=True),
    )

    user_id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.account_id))
    name: Mapped[str] = mapped_column(String(64))
    display_name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    language: Mapped[str | None] = mapped_column(String(20))
    password_hash: Mapped[str] = mapped_column(String(200))
    is_owner: Mapped[bool] = mapped_column(default=False)
    is_domain_admin: Mapped[bool] = mapped_column(default=False)
    is_read_only: Mapped[bool] = mapped_column(default=False)
    must_change_password: Mapped[bool] = mapped_column(default=False)
    totp_secret: Mapped[str | None] = mapped_column(String(200))
    totp_confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    totp_last_step: Mapped[int | None]
    last_seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    own_limit: Mapped[int | None]
    ppu_consent: Mapped[PpuConsent | None] = mapped_column(words(PpuConsent, "ppu_consent"))
    ppu_day_cap: Mapped[int | None]
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class UserRightSetting(Base):
    """A user's own setting of one right; no row: as the account says."""

    __tablename__ = "user_right_settings"
    __table_args__ = (ForeignKeyConstraint(["account_id", "user_id"], [User.account_id, User.user_id]),)

    account_id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(primary_key=True)
    right: Mapped[Right] = mapped_column(words(Right, "right"), primary_key=True)
    allowed: Mapped[bool]


class BrowserSignIn(Base):
    """A browser that a user is signed in with. The cookie carries a token; only its hash is kept.

    `two_step_due`: when it signed in, the account wanted two-step verification, and the user had not set it up.
    """

    __tablename__ = "browser_sign_ins"
    __table_args__ = (
        ForeignKeyConstraint(["account_id", "user_id"], [User.account_id, User.user_id]),
        Index("ix_browser_sign_ins_user", "account_id", "user_id"),
    )

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    account_id: Mapped[int]
    user_id: Mapped[int]
    address: Mapped[str] = mapped_column(String(45))
    user_agent: Mapped[str] = mapped_column(String(200))
    signed_in_at: Mapped[datetime] = mapped_column(UtcDateTime)
    two_step_due: Mapped[bool] = mapped_column(default=False)
    last_seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    signed_out_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
