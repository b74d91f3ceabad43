"""Sessions: what people opened, from which device, in which state, on which license."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    Computed,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    literal_column,
)
from sqlalchemy.orm import Mapped, mapped_column

from webapp.domain.states import EndReason, Funding, SessionKind, SessionState
from webapp.models.base import Base, UtcDateTime, partial_index, words
from webapp.models.device import Device
from webapp.models.license import License
from webapp.models.user import User


def _spelled_out(condition: str) -> ColumnElement[bool]:
    """The condition word for word, not even compared to true: else no partial index would match it."""
    return literal_column(condition)


HOLDING = "state IN ('standby', 'active', 'ending')"
IS_HOLDING = _spelled_out(HOLDING)
"""Condition of queries for sessions that hold a place."""
OPEN = "state <> 'ended'"
IS_OPEN = _spelled_out(OPEN)
"""Condition of queries for sessions that are not over: those that hold a place, and paused ones."""
ON_PPU = f"funding = 'ppu' AND {HOLDING}"
IS_ON_PPU = _spelled_out(ON_PPU)
"""Condition of queries for sessions that run on pay per use."""

PAUSED = "state = 'paused'"
IS_PAUSED = _spelled_out(PAUSED)
"""Condition of queries for paused sessions."""


class ClientSession(Base):
    """A session. It is over at `over_at`, whatever `state` still says: what is true now is computed from timestamps.

    `license_number` stays for the history; `holds_license` is the one that it holds, and refers to a license that this
    very pair holds: the database refuses a session on somebody else's license, and freeing one under a live session.
    `ends_for` is why a termination runs; `expires_at` is when a standby session's code or a paused session expires.
    `ppu_since` is since when it has run on pay per use without a break, and `ppu_paid_until` the end of its last paid minute.
    """

    __tablename__ = "client_sessions"
    __table_args__ = (
        ForeignKeyConstraint(["account_id", "user_id"], [User.account_id, User.user_id]),
        ForeignKeyConstraint(["account_id", "device_id"], [Device.account_id, Device.device_id]),
        ForeignKeyConstraint(
            ["account_id", "user_id", "device_id", "holds_license"],
            [License.account_id, License.user_id, License.device_id, License.number],
            name="fk_client_sessions_holds_license",
        ),
        UniqueConstraint("account_id", "session_id"),
        CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name="ended_has_time"),
        CheckConstraint("(state = 'ended') = (end_reason IS NOT NULL)", name="ended_has_reason"),
        CheckConstraint("(state = 'ending') = (ends_at IS NOT NULL)", name="ending_has_deadline"),
        CheckConstraint("(state = 'ending') = (ends_for IS NOT NULL)", name="ending_has_cause"),
        CheckConstraint(
            "(state IN ('standby', 'paused')) = (expires_at IS NOT NULL)", name="waiting_expires"
        ),
        CheckConstraint("(state = 'paused') = (paused_at IS NOT NULL)", name="paused_has_time"),
        CheckConstraint("state <> 'standby' OR kind = 'support'", name="standby_is_support"),
        CheckConstraint("(funding = 'ppu') = (ppu_since IS NOT NULL)", name="ppu_has_start"),
        CheckConstraint("funding IS NOT NULL OR ppu_since IS NULL", name="ppu_is_funding"),
        CheckConstraint("ppu_since IS NULL OR ppu_paid_until IS NOT NULL", name="ppu_is_paid"),
        CheckConstraint(f"NOT ({HOLDING}) OR funding IS NOT NULL", name="holding_is_funded"),
        CheckConstraint("state <> 'paused' OR funding IS NULL", name="paused_is_free"),
        CheckConstraint(
            f"NOT ({HOLDING}) OR (license_number IS NOT NULL) = (funding = 'license')",
            name="license_is_numbered",
        ),
        Index("ix_client_sessions_pair", "account_id", "user_id", "device_id", "holds_license"),
        partial_index("ix_client_sessions_due", "account_id", "over_at", where=OPEN),
        partial_index("ix_client_sessions_due_anywhere", "over_at", where=OPEN),
        partial_index("ix_client_sessions_ppu", "account_id", "ppu_since", where=ON_PPU),
        partial_index("ix_client_sessions_ppu_due", "ppu_paid_until", where=ON_PPU),
        Index("ix_client_sessions_opened", "account_id", "opened_at", "session_id"),
        partial_index("ix_client_sessions_paused", "account_id", "user_id", where=PAUSED),
        Index("ix_client_sessions_revision", "account_id", "revision"),
        partial_index(
            "uq_client_sessions_idempotency",
            "account_id",
            "user_id",
            "device_id",
            "idempotency_key",
            where="idempotency_key IS NOT NULL",
            unique=True,
        ),
    )

    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[int]
    user_id: Mapped[int]
    device_id: Mapped[int]
    kind: Mapped[SessionKind] = mapped_column(words(SessionKind, "kind"))
    state: Mapped[SessionState] = mapped_column(words(SessionState, "state"))
    funding: Mapped[Funding | None] = mapped_column(words(Funding, "funding"))
    license_number: Mapped[int | None]
    remote: Mapped[str] = mapped_column(String(200))
    remote_address: Mapped[str | None] = mapped_column(String(200))
    idempotency_key: Mapped[str | None] = mapped_column(String(200))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lease_expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ends_for: Mapped[EndReason | None] = mapped_column(words(EndReason, "ends_for"))
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    joined_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    resumed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ppu_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ppu_paid_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    end_reason: Mapped[EndReason | None] = mapped_column(words(EndReason, "end_reason"))
    revision: Mapped[int] = mapped_column(BigInteger)
    holds_license: Mapped[int | None] = mapped_column(
        Computed(f"CASE WHEN {HOLDING} THEN license_number END", persisted=True)
    )
    over_at: Mapped[datetime] = mapped_column(
        UtcDateTime,
        Computed(
            "CASE WHEN state = 'paused' THEN expires_at WHEN ends_at < lease_expires_at THEN ends_at"
            " WHEN expires_at < lease_expires_at THEN expires_at ELSE lease_expires_at END",
            persisted=True,
        ),
    )
