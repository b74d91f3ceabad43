"""Accounts: the customer, the number of licenses, the settings of sessions, and what the account says of each right."""

from datetime import UTC, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.domain.access import Right
from webapp.domain.codes import DEFAULT_CODE_MINUTES
from webapp.domain.leases import DEFAULT_LEASE_SECONDS
from webapp.domain.pausing import DEFAULT_PAUSED_HOURS
from webapp.domain.ppu import DEFAULT_LOW_MINUTES, PpuConsent
from webapp.domain.sign_in import DEFAULT_BROWSER_HOURS, TwoStep
from webapp.domain.termination import DEFAULT_NOTICE_SECONDS
from webapp.models.base import Base, UtcDateTime, words


class Account(Base):
    """One customer, which is one domain.

    `revision` grows with every change of its sessions, `access_revision` with every change of who may do what: event
    streams follow them. A change of sessions updates `revision` first, and so holds this row until it commits.
    `decided_at` is when the last such change was decided. `audit_number` and `audit_hash` are the end of the audit trail's chain.
    `ppu_minutes` is the balance of the pay-per-use ledger and `ppu_entries` its number of entries: both change with it.
    `ready_reasons`: one a line, for whoever ends sessions to choose from.
    `usage_summed_until`: the quarters of an hour before it are summed up. `history_days`: how long sessions are kept.
    """

    __tablename__ = "accounts"
    __table_args__ = (
        CheckConstraint("license_count >= 0", name="license_count"),
        CheckConstraint("lease_seconds >= 1", name="lease_seconds"),
        CheckConstraint("notice_seconds >= 0", name="notice_seconds"),
        CheckConstraint("browser_hours >= 1", name="browser_hours"),
        CheckConstraint("code_minutes >= 1", name="code_minutes"),
        CheckConstraint("paused_hours >= 1", name="paused_hours"),
        CheckConstraint("history_days IS NULL OR history_days >= 1", name="history_days"),
        CheckConstraint("ppu_minutes >= 0", name="ppu_minutes"),
        CheckConstraint("ppu_day_cap IS NULL OR ppu_day_cap >= 0", name="ppu_day_cap"),
    )

    account_id: Mapped[int] = mapped_column(primary_key=True)
    domain: Mapped[str] = mapped_column(String(63), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    license_count: Mapped[int]
    lease_seconds: Mapped[int] = mapped_column(default=DEFAULT_LEASE_SECONDS)
    notice_seconds: Mapped[int] = mapped_column(default=DEFAULT_NOTICE_SECONDS)
    default_reason: Mapped[str | None] = mapped_column(String(200))
    ready_reasons: Mapped[str | None] = mapped_column(String(2100))
    code_minutes: Mapped[int] = mapped_column(default=DEFAULT_CODE_MINUTES)
    paused_hours: Mapped[int] = mapped_column(default=DEFAULT_PAUSED_HOURS)
    ppu_is_on: Mapped[bool] = mapped_column(default=False)
    ppu_expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ppu_minutes: Mapped[int] = mapped_column(default=0)
    ppu_entries: Mapped[int] = mapped_column(default=0)
    ppu_consent: Mapped[PpuConsent] = mapped_column(words(PpuConsent, "ppu_consent"), default=PpuConsent.TELL)
    ppu_day_cap: Mapped[int | None]
    ppu_user_day_cap: Mapped[int | None]
    ppu_low_minutes: Mapped[int] = mapped_column(default=DEFAULT_LOW_MINUTES)
    history_days: Mapped[int | None]
    usage_summed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    time_zone: Mapped[str] = mapped_column(String(64), default="UTC")
    language: Mapped[str] = mapped_column(String(20), default="en")
    two_step: Mapped[TwoStep] = mapped_column(words(TwoStep, "two_step"), default=TwoStep.OPTIONAL)
    browser_hours: Mapped[int] = mapped_column(default=DEFAULT_BROWSER_HOURS)
    audit_number: Mapped[int] = mapped_column(default=0)
    audit_hash: Mapped[bytes] = mapped_column(LargeBinary(32), default=b"")
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime, default=datetime.min.replace(tzinfo=UTC))
    revision: Mapped[int] = mapped_column(BigInteger, default=0)
    access_revision: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AccountRightSetting(Base):
    """What the account says of one right; no row: on for everybody, and users may have their own setting."""

    __tablename__ = "account_right_settings"

    account_id: Mapped[int] = mapped_column(ForeignKey(Account.account_id), primary_key=True)
    right: Mapped[Right] = mapped_column(words(Right, "right"), primary_key=True)
    allowed: Mapped[bool]
    override_allowed: Mapped[bool]
