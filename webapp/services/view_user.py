"""One user, as Administration > Users shows them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.models import Account, BrowserSignIn, ClientSession, DeviceToken, User
from webapp.services.steps.passwords import NO_PASSWORD
from webapp.services.steps.users import UserRecord, licenses_held, live_sessions, user_named


@dataclass(frozen=True, slots=True)
class UserView:
    """A user with what they have going on now: sessions, licenses, and where they are signed in."""

    user: UserRecord
    sessions: int
    licenses: int
    browsers: int
    devices: int
    has_password: bool


def view_user(db: Database, actor: Actor, name: str, now: datetime) -> UserView:
    """A user of the actor's account. Raises NotFound."""
    with db.read() as tx:
        user = user_named(tx, actor.account_id, name)
        going_on = (
            select(func.count().label("sessions"), licenses_held().label("licenses"))
            .select_from(ClientSession)
            .where(*live_sessions(actor.account_id, now), ClientSession.user_id == user.user_id)
        )
        sessions, licenses = tx.execute(going_on).one()
        return UserView(user, sessions, licenses, *_signed_in(tx, actor, user, now), _has_password(tx, user))


def _signed_in(tx: Connection, actor: Actor, user: UserRecord, now: datetime) -> tuple[int, int]:
    hours = tx.execute(
        select(Account.browser_hours).where(Account.account_id == actor.account_id)
    ).scalar_one()
    browsers = (
        select(func.count())
        .select_from(BrowserSignIn)
        .where(
            BrowserSignIn.account_id == actor.account_id,
            BrowserSignIn.user_id == user.user_id,
            BrowserSignIn.signed_out_at.is_(None),
            BrowserSignIn.signed_in_at > now - timedelta(hours=hours),
        )
    )
    devices = select(func.count(DeviceToken.device_id.distinct())).where(
        DeviceToken.account_id == actor.account_id,
        DeviceToken.user_id == user.user_id,
        DeviceToken.revoked_at.is_(None),
    )
    return tx.execute(browsers).scalar_one(), tx.execute(devices).scalar_one()


def _has_password(tx: Connection, user: UserRecord) -> bool:
    query = select(User.password_hash != NO_PASSWORD).where(User.user_id == user.user_id)
    return bool(tx.execute(query).scalar_one())
