"""The session report in order, and in pages: each continues after the place where the one before ended."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, literal, select, tuple_

from webapp.domain.access import Actor
from webapp.domain.errors import Invalid
from webapp.domain.texts import phrase
from webapp.models import ClientSession, Device, User
from webapp.models.base import UtcDateTime
from webapp.services.steps.history_rows import row_columns
from webapp.services.steps.session_history import HistoryQuery, history, lasted_micros, with_names

LONGEST = 400
A_MICROSECOND = timedelta(microseconds=1)


class Sort(StrEnum):
    """What the report is sorted by; sessions that are equal in it by when they were opened."""

    STARTED = "started"
    DURATION = "duration"
    USER = "user"
    DEVICE = "device"


@dataclass(frozen=True, slots=True)
class Place:
    """The session after which a page begins: when it was opened, its id, and its value of what is sorted by."""

    opened_at: datetime
    id: UUID
    value: str = ""

    def __str__(self) -> str:
        """As an address carries it."""
        return f"{self.opened_at.astimezone(UTC).isoformat()}~{self.id}~{self.value}"


def read_place(text: str, sort: Sort) -> Place:
    """Read what `str` gave. Raises Invalid."""
    opened, _, rest = text[:LONGEST].partition("~")
    session, _, value = rest.partition("~")
    try:
        opened_at = datetime.fromisoformat(opened).astimezone(UTC)
        if sort is Sort.DURATION and not -(2**62) < int(value) < 2**62:
            raise ValueError
        return Place(opened_at, UUID(session), value.replace("\0", ""))
    except (ValueError, OverflowError):
        raise Invalid("after", phrase("Give after as the page before gave it.")) from None


def place_of(row: Row[Any]) -> Place:
    """The place of a row of a page."""
    return Place(row.opened_at, row.session_id, "" if row.sorted_by is None else str(row.sorted_by))


def page_of(
    actor: Actor,
    query: HistoryQuery,
    sort: Sort,
    now: datetime,
    *,
    limit: int,
    descending: bool = True,
    after: Place | None = None,
) -> Select[Any]:
    """At most `limit` sessions in this order, after this place. Raises Forbidden.

    They are chosen by what they are sorted by alone; all else is read for those that were chosen.
    """
    key = _KEYS[sort](now)
    chosen, order = _chosen(actor, query, sort, now, after=after, descending=descending)
    page = _directed(chosen, order, descending=descending).limit(limit).subquery()
    rows = with_names(
        select(*row_columns(now), page.c.sorted_by)
        .select_from(page)
        .join(ClientSession, ClientSession.session_id == page.c.session_id)
    )
    again = order if key is None else _order(page.c.sorted_by)
    return _directed(rows, again, descending=descending)


def _chosen(
    actor: Actor, query: HistoryQuery, sort: Sort, now: datetime, *, after: Place | None, descending: bool
) -> tuple[Select[Any], list[Any]]:
    """The sessions after the place with what they are sorted by, and in which order that is."""
    key = _KEYS[sort](now)
    order = [ClientSession.opened_at, ClientSession.session_id] if key is None else _order(key)
    if after is not None and key is None:
        query = _narrowed(query, after, descending=descending)
    sorted_by = literal(None) if key is None else key
    chosen = history(actor, query, now, ClientSession.session_id, sorted_by.label("sorted_by"))
    if sort in _JOINED:
        chosen = chosen.join(*_JOINED[sort])
    if after is not None:
        last = tuple_(*_bound(key, after))
        chosen = chosen.where(tuple_(*order) < last if descending else tuple_(*order) > last)
    return chosen, order


def _directed(query: Select[Any], order: list[Any], *, descending: bool) -> Select[Any]:
    return query.order_by(*(part.desc() if descending else part.asc() for part in order))


def _order(key: ColumnElement[Any]) -> list[Any]:
    return [key, ClientSession.opened_at, ClientSession.session_id]


def _narrowed(query: HistoryQuery, after: Place, *, descending: bool) -> HistoryQuery:
    """The same from that moment on: so that the index is entered there, and what lies before is not read again."""
    if descending:
        return replace(query, end=min(query.end, after.opened_at + A_MICROSECOND))
    return replace(query, start=max(query.start, after.opened_at))


def _bound(key: ColumnElement[Any] | None, after: Place) -> list[ColumnElement[Any]]:
    place: list[ColumnElement[Any]] = [
        bindparam(None, after.opened_at, UtcDateTime),
        bindparam(None, after.id, ClientSession.session_id.type),
    ]
    if key is None:
        return place
    is_number = key.type.python_type is int
    return [bindparam(None, int(after.value) if is_number else after.value, key.type), *place]


_KEYS: dict[Sort, Callable[[datetime], ColumnElement[Any] | None]] = {
    Sort.STARTED: lambda now: None,
    Sort.DURATION: lasted_micros,
    Sort.USER: lambda now: func.lower(User.display_name),
    Sort.DEVICE: lambda now: func.lower(Device.name),
}
_JOINED: dict[Sort, tuple[Any, ColumnElement[bool]]] = {
    Sort.USER: (User, User.user_id == ClientSession.user_id),
    Sort.DEVICE: (Device, Device.device_id == ClientSession.device_id),
}
