"""Support sessions: the codes that invite somebody, the remote side that joined, and the wrong codes that were tried."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base, UtcDateTime
from webapp.models.client_session import ClientSession


class SessionCode(Base):
    """The code of a standby session. It exists while somebody may join by it, and so is never used twice while alive.

    It is kept as it is read over the phone: whoever issued it must be able to look at it again, and it is worth nothing
    once it was used or has expired.
    """

    __tablename__ = "session_codes"
    __table_args__ = (
        ForeignKeyConstraint(
            ["account_id", "session_id"], [ClientSession.account_id, ClientSession.session_id]
        ),
        UniqueConstraint("account_id", "session_id"),
        Index("ix_session_codes_expiry", "expires_at"),
    )

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    account_id: Mapped[int]
    session_id: Mapped[UUID]
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RemoteSide(Base):
    """Whoever joined a session by its code: a name they gave, and the token their browser or program speaks with."""

    __tablename__ = "remote_sides"
    __table_args__ = (
        ForeignKeyConstraint(
            ["account_id", "session_id"], [ClientSession.account_id, ClientSession.session_id]
        ),
        UniqueConstraint("account_id", "session_id"),
    )

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    account_id: Mapped[int]
    session_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(45))
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class WrongCode(Base):
    """How many wrong codes came from an address within ten minutes. Not of an account: a wrong code belongs to none."""

    __tablename__ = "wrong_codes"
    __table_args__ = (Index("ix_wrong_codes_period", "period"),)

    address: Mapped[str] = mapped_column(String(300), primary_key=True)
    period: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    tries: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)
