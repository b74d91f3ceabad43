"""Usage over time, as reports need it: how many licenses there were, and how long so many of them were in use."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.account import Account
from webapp.models.base import Base, UtcDateTime


class LicenseCount(Base):
    """From `since` on, the account has so many licenses."""

    __tablename__ = "license_counts"
    __table_args__ = (CheckConstraint("licenses >= 0", name="licenses"),)

    account_id: Mapped[int] = mapped_column(ForeignKey(Account.account_id), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    licenses: Mapped[int]


class UsageQuarter(Base):
    """How long `in_use` licenses were in use in one quarter of an hour, by its number since 1970 (UTC).

    Summed up from the license holdings when the quarter is over, and exact: years of usage are read from these rows alone.
    They name nobody, and stay when the history of sessions is removed.
    """

    __tablename__ = "usage_quarters"
    __table_args__ = (CheckConstraint("microseconds > 0", name="microseconds"),)

    account_id: Mapped[int] = mapped_column(ForeignKey(Account.account_id), primary_key=True)
    quarter: Mapped[int] = mapped_column(primary_key=True)
    in_use: Mapped[int] = mapped_column(primary_key=True)
    microseconds: Mapped[int] = mapped_column(BigInteger)
