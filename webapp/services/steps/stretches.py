"""The stretches in which licenses were held, as they are true at `now`: one whose last session has run out has ended then."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, case, func, or_, select

from webapp.models import ClientSession, LicenseHolding

_BACKED_UNTIL = (
    select(func.max(ClientSession.over_at))
    .where(
        ClientSession.account_id == LicenseHolding.account_id,
        ClientSession.user_id == LicenseHolding.user_id,
        ClientSession.device_id == LicenseHolding.device_id,
        ClientSession.holds_license == LicenseHolding.number,
    )
    .scalar_subquery()
)


def stretches_of(
    tx: Connection, account_id: int, start: datetime, end: datetime, now: datetime, user_id: int | None = None
) -> list[Row[Any]]:
    """`user_id`, `device_id`, `held_since` and `released_at` (None: held still) of what was held between two moments."""
    return list(tx.execute(stretches(account_id, start, end, now, user_id)))


def stretches_begun(
    tx: Connection, account_id: int, start: datetime, end: datetime, now: datetime, user_id: int | None = None
) -> list[Row[Any]]:
    """The same of what began to be held between two moments."""
    begun = and_(LicenseHolding.held_since >= start, LicenseHolding.held_since < end)
    return list(tx.execute(_held(account_id, now, user_id).where(begun)))


def stretches(
    account_id: int, start: datetime, end: datetime, now: datetime, user_id: int | None = None
) -> Select[Any]:
    """The query behind it, in no order. Each of its three parts is a range of an index."""
    return _held(account_id, now, user_id).where(
        or_(
            and_(LicenseHolding.held_since >= start, LicenseHolding.held_since < end),
            and_(LicenseHolding.released_at > start, LicenseHolding.held_since < start),
            and_(LicenseHolding.released_at.is_(None), LicenseHolding.held_since < start),
        ),
    )


def _held(account_id: int, now: datetime, user_id: int | None) -> Select[Any]:
    ends = func.coalesce(LicenseHolding.released_at, case((now >= _BACKED_UNTIL, _BACKED_UNTIL)))
    columns: tuple[Any, ...] = (
        LicenseHolding.user_id,
        LicenseHolding.device_id,
        LicenseHolding.held_since,
        ends.label("released_at"),
    )
    query = select(*columns).where(LicenseHolding.account_id == account_id)
    return query if user_id is None else query.where(LicenseHolding.user_id == user_id)
