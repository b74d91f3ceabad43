"""Tips on License Usage that somebody has closed."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.domain.tips import TipKind
from webapp.models.base import Base, UtcDateTime, words
from webapp.models.user import User


class ClosedTip(Base):
    """A tip that a user closed. It stays away until `until`, then comes again if it still applies."""

    __tablename__ = "closed_tips"
    __table_args__ = (ForeignKeyConstraint(["account_id", "user_id"], [User.account_id, User.user_id]),)

    account_id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(primary_key=True)
    tip: Mapped[TipKind] = mapped_column(words(TipKind, "tip"), primary_key=True)
    until: Mapped[datetime] = mapped_column(UtcDateTime)
