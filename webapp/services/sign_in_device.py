"""Signing one user in on one device, for client programs, and out again."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.limits import checked_text
from webapp.models import Device, DeviceToken, User
from webapp.services.steps.accounts import hold_account, touch_access
from webapp.services.steps.actors import active_users, actor_of, find_user
from webapp.services.steps.passwords import verify_password
from webapp.services.steps.tokens import new_token, token_hash


@dataclass(frozen=True, slots=True)
class DeviceSignedIn:
    """The bearer token, told this once, and who it speaks for."""

    token: str
    actor: Actor


def sign_in_device(
    db: Database, username: str, password: str, device_id: str, device_name: str, now: datetime
) -> DeviceSignedIn | None:
    """Sign a user in on a device. None when name or password is wrong. Raises Invalid for an unusable device.

    `device_id` is the id that the client keeps; a device seen before takes the name given now.
    """
    identifier = checked_text("device_id", device_id, "an id for the device that stays the same")
    name = checked_text("device_name", device_name, "a name for the device")
    with db.read() as tx:
        user = find_user(tx, username)
    if not verify_password(None if user is None else user.password_hash, password) or user is None:
        return None
    token = new_token()

    def sign_in(tx: Connection) -> Actor:
        device = _device(tx, user.account_id, identifier, name, now)
        tx.execute(
            insert(DeviceToken).values(
                token_hash=token_hash(token),
                account_id=user.account_id,
                user_id=user.user_id,
                device_id=device,
                created_at=now,
            )
        )
        return actor_of(tx, user, device, name)

    return DeviceSignedIn(token, db.write(sign_in))


def device_actor(db: Database, token: str) -> Actor | None:
    """Who a device's token speaks for; None when it is unknown or revoked, or the user is disabled."""
    query = (
        active_users(Device.device_id, Device.name.label("device_name"))
        .join(DeviceToken, DeviceToken.user_id == User.user_id)
        .join(Device, Device.device_id == DeviceToken.device_id)
        .where(DeviceToken.token_hash == token_hash(token), DeviceToken.revoked_at.is_(None))
    )
    with db.read() as tx:
        user = tx.execute(query).one_or_none()
        return None if user is None else actor_of(tx, user, user.device_id, user.device_name)


def sign_out_device(db: Database, actor: Actor, now: datetime) -> None:
    """Revoke every token of this user on this device. Sessions that it has open end when their leases run out."""
    tokens = (
        update(DeviceToken)
        .where(
            DeviceToken.account_id == actor.account_id,
            DeviceToken.user_id == actor.user_id,
            DeviceToken.device_id == actor.device_id,
            DeviceToken.revoked_at.is_(None),
        )
        .values(revoked_at=now)
    )

    def sign_out(tx: Connection) -> None:
        touch_access(tx, actor.account_id)
        tx.execute(tokens)

    db.write(sign_out)


def _device(tx: Connection, account_id: int, identifier: str, name: str, now: datetime) -> int:
    hold_account(tx, account_id)  # two first sign-ins of one device come one after the other
    this = (Device.account_id == account_id, Device.identifier == identifier)
    known = tx.execute(select(Device.device_id).where(*this)).scalar_one_or_none()
    if known is not None:
        tx.execute(update(Device).where(*this).values(name=name))
        return known
    new = insert(Device).values(account_id=account_id, identifier=identifier, name=name, created_at=now)
    return tx.execute(new.returning(Device.device_id)).scalar_one()
