"""The one-time link to the set-up page of an installation that has no account yet."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base, UtcDateTime


class SetupLink(Base):
    """A set-up link that was issued. Only its hash is kept; it opens nothing once an account exists."""

    __tablename__ = "setup_links"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
