"""The audit trail: what was changed, by whom, from where. Append only, and chained so that tampering shows."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.account import Account
from webapp.models.base import Base, UtcDateTime
from webapp.models.user import User


class AuditEntry(Base):
    """One thing that was done. `hash` covers the entry and the hash before it; triggers refuse UPDATE and DELETE.

    `who` is kept as text beside `user_id`, so that an entry reads the same after a user was renamed or erased.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        ForeignKeyConstraint(["account_id", "user_id"], [User.account_id, User.user_id]),
        CheckConstraint("number >= 1", name="number"),
        Index("ix_audit_entries_subject", "account_id", "subject", "number"),
    )

    account_id: Mapped[int] = mapped_column(ForeignKey(Account.account_id), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    user_id: Mapped[int | None]
    who: Mapped[str] = mapped_column(String(300))
    address: Mapped[str] = mapped_column(String(45))
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(300))
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
