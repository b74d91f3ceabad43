"""The ledger of pay-per-use minutes. It only grows; triggers refuse UPDATE and DELETE."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.domain.ppu import EntryKind
from webapp.models.account import Account
from webapp.models.base import Base, UtcDateTime, partial_index, words
from webapp.models.user import User


class PpuEntry(Base):
    """Minutes bought (more than 0), used (-1: the started minute of a session that began at `at`), or corrected.

    `balance` is what is left after it, as the account has it too. No minute of a session stands here twice.
    `session_id` refers to nothing: the ledger stays when the history of sessions is removed.
    """

    __tablename__ = "ppu_entries"
    __table_args__ = (
        ForeignKeyConstraint(["account_id", "user_id"], [User.account_id, User.user_id]),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("balance >= 0", name="balance"),
        CheckConstraint("minutes <> 0", name="minutes"),
        CheckConstraint("kind <> 'purchase' OR minutes > 0", name="purchase_adds"),
        CheckConstraint("kind <> 'use' OR minutes = -1", name="use_is_a_minute"),
        CheckConstraint("(kind = 'use') = (session_id IS NOT NULL)", name="use_has_session"),
        partial_index(
            "uq_ppu_entries_minute", "account_id", "session_id", "at", where="kind = 'use'", unique=True
        ),
        Index("ix_ppu_entries_time", "account_id", "at"),
    )

    account_id: Mapped[int] = mapped_column(ForeignKey(Account.account_id), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[EntryKind] = mapped_column(words(EntryKind, "kind"))
    minutes: Mapped[int]
    balance: Mapped[int]
    session_id: Mapped[UUID | None]
    user_id: Mapped[int | None]
    note: Mapped[str | None] = mapped_column(String(200))
