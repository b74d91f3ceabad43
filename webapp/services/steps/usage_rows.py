"""The queries behind License Usage: which licenses a page shows, the sessions on them, and those that hold none."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    func,
    literal_column,
    or_,
    select,
)

from webapp.domain.access import Actor, Right
from webapp.domain.states import SessionState
from webapp.models import (
    IS_HOLDING,
    IS_ON_PPU,
    IS_OPEN,
    IS_PAUSED,
    ClientSession,
    Device,
    License,
    PpuEntry,
    SessionCode,
    User,
)
from webapp.services.steps.sessions import session_rows

ROWS_MAX = 200
"""How many sessions that hold no license are shown at most: whoever looks for one of more can search."""
_IS_USE = literal_column(
    "ppu_entries.kind = 'use'", Boolean
)  # spelled out: else no partial index would match
_MINUTES_USED = (
    select(func.count())
    .select_from(PpuEntry)
    .where(
        PpuEntry.account_id == ClientSession.account_id,
        PpuEntry.session_id == ClientSession.session_id,
        _IS_USE,
    )
    .correlate(ClientSession)
    .scalar_subquery()
    .label("minutes_used")
)


def visible_live(actor: Actor, now: datetime) -> list[ColumnElement[bool]]:
    """Conditions for the sessions of the account that hold a license now and that the actor may view."""
    return [*_visible(actor, now), IS_HOLDING, ClientSession.holds_license.is_not(None)]


def _visible(actor: Actor, now: datetime) -> list[ColumnElement[bool]]:
    live: list[ColumnElement[bool]] = [
        ClientSession.account_id == actor.account_id,
        ClientSession.over_at > now,
    ]
    if Right.VIEW_DOMAIN not in actor.rights:
        live.append(ClientSession.user_id == actor.user_id)
    return live


def license_numbers(
    tx: Connection, actor: Actor, search: str, show: str, after: int | None, limit: int, now: datetime
) -> list[int]:
    """The next `limit` license numbers after `after` on which something matches search and filter."""
    query = (
        select(ClientSession.holds_license)
        .join(User, User.user_id == ClientSession.user_id)
        .join(Device, Device.device_id == ClientSession.device_id)
        .where(*visible_live(actor, now), *_filter(actor, show), *_found(search))
        .distinct()
    )
    if after is not None:
        query = query.where(ClientSession.holds_license > after)
    numbers = tx.execute(query.order_by(ClientSession.holds_license).limit(limit)).scalars()
    return [number for number in numbers if number is not None]


def sessions_on(tx: Connection, actor: Actor, numbers: list[int], now: datetime) -> list[Row[Any]]:
    """All visible sessions on these licenses, by license, the longest open first."""
    query = (
        _with_holder()
        .where(*visible_live(actor, now), ClientSession.holds_license.in_(numbers))
        .order_by(ClientSession.holds_license, ClientSession.opened_at, ClientSession.session_id)
    )
    return list(tx.execute(query))


def sessions_on_ppu(tx: Connection, actor: Actor, search: str, show: str, now: datetime) -> list[Row[Any]]:
    """The visible sessions on pay per use that match, with the minutes each has used, the longest first."""
    query = (
        session_rows(SessionCode.issued_at, _MINUTES_USED)
        .where(*_visible(actor, now), IS_ON_PPU, *_filter(actor, show), *_found(search))
        .order_by(ClientSession.ppu_since, ClientSession.session_id)
    )
    return list(tx.execute(query.limit(ROWS_MAX)))


def paused_sessions(tx: Connection, actor: Actor, search: str, now: datetime) -> list[Row[Any]]:
    """The actor's own paused sessions that match, those that expire first at the top."""
    query = (
        session_rows(SessionCode.issued_at)
        .where(
            *_visible(actor, now),
            IS_OPEN,
            ClientSession.user_id == actor.user_id,
            IS_PAUSED,
            *_found(search),
        )
        .order_by(ClientSession.expires_at, ClientSession.session_id)
    )
    return list(tx.execute(query.limit(ROWS_MAX)))


def _with_holder() -> Select[Any]:
    return session_rows(SessionCode.issued_at, License.held_since).join(
        License,
        and_(License.account_id == ClientSession.account_id, License.number == ClientSession.holds_license),
    )


def _filter(actor: Actor, show: str) -> list[ColumnElement[bool]]:
    if show == "mine":
        return [ClientSession.user_id == actor.user_id]
    if show == "ending":
        return [ClientSession.state == SessionState.ENDING]
    return []


def _found(search: str) -> list[ColumnElement[bool]]:
    return [_matches(word) for word in search.split()]


def _matches(word: str) -> ColumnElement[bool]:
    texts = (User.name, User.display_name, Device.name, ClientSession.remote, ClientSession.remote_address)
    return or_(*(func.lower(text).contains(word.lower(), autoescape=True) for text in texts))
