"""The queries behind License Usage: which licenses a page shows, and the sessions on them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select

from webapp.domain.access import Actor, Right
from webapp.domain.states import SessionState
from webapp.models import IS_HOLDING, ClientSession, Device, License, User
from webapp.services.steps.sessions import session_rows


def visible_live(actor: Actor, now: datetime) -> list[ColumnElement[bool]]:
    """Conditions for the sessions of the account that hold a license now and that the actor may view."""
    live: list[ColumnElement[bool]] = [
        ClientSession.account_id == actor.account_id,
        IS_HOLDING,
        ClientSession.over_at > now,
        ClientSession.holds_license.is_not(None),
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
        .where(*visible_live(actor, now), *_filter(actor, show))
        .distinct()
    )
    for word in search.split():
        query = query.where(_matches(word))
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


def standing_of_licenses(tx: Connection, account_id: int, now: datetime) -> list[Row[Any]]:
    """For each license held now: its number, its user, and whether all its sessions are being ended."""
    not_ending = func.count().filter(ClientSession.state != SessionState.ENDING)
    query = (
        select(
            ClientSession.holds_license.label("number"),
            ClientSession.user_id,
            (not_ending == 0).label("ending"),
        )
        .where(
            ClientSession.account_id == account_id,
            IS_HOLDING,
            ClientSession.over_at > now,
            ClientSession.holds_license.is_not(None),
        )
        .group_by(ClientSession.holds_license, ClientSession.user_id)
        .order_by(ClientSession.holds_license)
    )
    return list(tx.execute(query))


def _with_holder() -> Select[Any]:
    return session_rows(License.held_since).join(
        License,
        and_(License.account_id == ClientSession.account_id, License.number == ClientSession.holds_license),
    )


def _filter(actor: Actor, show: str) -> list[ColumnElement[bool]]:
    if show == "mine":
        return [ClientSession.user_id == actor.user_id]
    if show == "ending":
        return [ClientSession.state == SessionState.ENDING]
    return []


def _matches(word: str) -> ColumnElement[bool]:
    texts = (User.name, User.display_name, Device.name, ClientSession.remote, ClientSession.remote_address)
    return or_(*(func.lower(text).contains(word.lower(), autoescape=True) for text in texts))
