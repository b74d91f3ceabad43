"""How many licenses there are, how many are in use, and who holds them, as the rights say."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, func, select

from webapp.db import Database
from webapp.domain.access import Actor, Right
from webapp.models import IS_HOLDING, ClientSession, Device, License, User
from webapp.services.steps.accounts import read_account

_HELD = (
    select(
        License.number,
        User.name,
        User.display_name,
        License.user_id,
        Device.name.label("device_name"),
        License.held_since,
        func.count().label("sessions"),
    )
    .join(User, User.user_id == License.user_id)
    .join(Device, Device.device_id == License.device_id)
    .join(
        ClientSession,
        and_(
            ClientSession.account_id == License.account_id,
            ClientSession.user_id == License.user_id,
            ClientSession.device_id == License.device_id,
            ClientSession.holds_license == License.number,
        ),
    )
    .where(License.account_id == bindparam("account"), IS_HOLDING, ClientSession.over_at > bindparam("now"))
    .group_by(License.account_id, License.number, User.user_id, Device.device_id)
    .order_by(License.number)
)
_IN_USE = select(func.count(ClientSession.holds_license.distinct())).where(
    ClientSession.account_id == bindparam("account"), IS_HOLDING, ClientSession.over_at > bindparam("now")
)


@dataclass(frozen=True, slots=True)
class Holder:
    """A concurrent user: who holds a license, from which device, since when, with how many sessions."""

    license: int
    user: str
    user_display_name: str
    device: str
    since: datetime
    sessions: int


@dataclass(frozen=True, slots=True)
class LicensesView:
    """The account's licenses. `holders` are those that the actor may view; `in_use` counts all."""

    licenses: int
    in_use: int
    holders: tuple[Holder, ...]


def list_licenses(db: Database, actor: Actor, now: datetime) -> LicensesView:
    """Tell the account's licenses, the number in use, and their holders."""
    values = {"account": actor.account_id, "now": now}
    with db.read() as tx:
        licenses = read_account(tx, actor.account_id).licenses
        rows = tx.execute(_HELD, values).all()
    holders = tuple(
        Holder(row.number, row.name, row.display_name, row.device_name, row.held_since, row.sessions)
        for row in rows
        if _may_see(actor, row.user_id)
    )
    return LicensesView(licenses, len(rows), holders)


def licenses_in_use(tx: Connection, account_id: int, now: datetime) -> int:
    """How many licenses are held now, by what has not run out."""
    return tx.execute(_IN_USE, {"account": account_id, "now": now}).scalar_one()


def _may_see(actor: Actor, user_id: int) -> bool:
    return Right.VIEW_DOMAIN in actor.rights or (user_id == actor.user_id and Right.VIEW_OWN in actor.rights)
