"""The queries behind License Usage's numbers: what is held, by whom, and what is paused."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, exists, func, select
from sqlalchemy.orm import aliased

from webapp.domain.access import Actor
from webapp.domain.states import SessionState
from webapp.models import IS_HOLDING, IS_ON_PPU, IS_OPEN, IS_PAUSED, ClientSession, License

Other = aliased(ClientSession)


def paused_by_user(tx: Connection, account_id: int, now: datetime) -> dict[int, int]:
    """How many paused sessions each user of the account has, who has any."""
    query = (
        select(ClientSession.user_id, func.count().label("number"))
        .where(ClientSession.account_id == account_id, IS_PAUSED, ClientSession.over_at > now)
        .group_by(ClientSession.user_id)
    )
    return {row.user_id: row.number for row in tx.execute(query)}


def devices_of(tx: Connection, actor: Actor, now: datetime) -> int:
    """From how many devices a user is connected now, on a license or on pay per use."""
    query = select(func.count(ClientSession.device_id.distinct())).where(
        ClientSession.account_id == actor.account_id,
        ClientSession.user_id == actor.user_id,
        IS_HOLDING,
        ClientSession.over_at > now,
    )
    return tx.execute(query).scalar_one()


def licenses_held(tx: Connection, account_id: int, now: datetime) -> int:
    """How many licenses are held now: those that are taken, but for those whose sessions have all run out unnoticed.

    So counting does not look at each live session.
    """
    of_account = (License.account_id == account_id, License.user_id.is_not(None))
    lives = exists().where(
        Other.account_id == License.account_id,
        Other.user_id == License.user_id,
        Other.device_id == License.device_id,
        Other.holds_license == License.number,
        Other.over_at > now,
    )
    overdue = select(ClientSession.holds_license).where(
        ClientSession.account_id == account_id, IS_OPEN, IS_HOLDING, ClientSession.over_at <= now
    )
    lapsed = select(func.count()).where(*of_account, License.number.in_(overdue), ~lives)
    return tx.execute(select(func.count()).where(*of_account)).scalar_one() - tx.execute(lapsed).scalar_one()


def pairs_on_ppu(tx: Connection, account_id: int, now: datetime) -> list[Row[Any]]:
    """Who runs on pay per use now: each user and device with their number of sessions."""
    query = (
        select(ClientSession.user_id, ClientSession.device_id, func.count().label("sessions"))
        .where(ClientSession.account_id == account_id, IS_ON_PPU, ClientSession.over_at > now)
        .group_by(ClientSession.user_id, ClientSession.device_id)
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
