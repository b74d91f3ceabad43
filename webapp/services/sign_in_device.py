"""Signing one user in on one device, for client programs, and out again."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, update

from webapp.db import Database
from webapp.db.prepared import Prepared
from webapp.domain.access import Actor
from webapp.domain.errors import Unavailable
from webapp.domain.limits import checked_text
from webapp.domain.sign_in import NotSignedIn, Obstacle, must_use_two_step
from webapp.domain.sign_in_protection import code_key
from webapp.domain.texts import phrase
from webapp.models import Device, DeviceToken, User
from webapp.services.steps.accounts import touch_access
from webapp.services.steps.actors import active_users, actor_of
from webapp.services.steps.attempts import Attempt, attempt, code_failed, judged, succeeded
from webapp.services.steps.audit import record
from webapp.services.steps.devices import device_of
from webapp.services.steps.second_step import Code, use_code
from webapp.services.steps.seen import user_seen
from webapp.services.steps.sign_in_failures import hold_count
from webapp.services.steps.signing_out import make_room_for_device
from webapp.services.steps.tokens import new_token, token_hash
from webapp.services.visit_console import SEEN_EVERY

_OF_TOKEN = Prepared(
    active_users(Device.device_id, Device.name.label("device_name"), DeviceToken.last_seen_at)
    .join(DeviceToken, DeviceToken.user_id == User.user_id)
    .join(Device, Device.device_id == DeviceToken.device_id)
    .where(DeviceToken.token_hash == bindparam("token"), DeviceToken.revoked_at.is_(None))
)


@dataclass(frozen=True, slots=True)
class DeviceSignedIn:
    """The bearer token, told this once, and who it speaks for."""

    token: str
    actor: Actor


@dataclass(frozen=True, slots=True)
class SecondStep:
    """The code that was given, of the app or a recovery code, and the key that secrets are sealed with."""

    code: str | None = None
    secret_key: str = ""


def sign_in_device(
    db: Database,
    username: str,
    password: str,
    device_id: str,
    device_name: str,
    now: datetime,
    *,
    second: SecondStep = SecondStep(),
    address: str = "",
) -> DeviceSignedIn | NotSignedIn:
    """Sign a user in on a device, or say what is in the way. Raises Invalid for an unusable device.

    `device_id` is the id that the client keeps; a device seen before takes the name given now.
    """
    identifier = checked_text("device_id", device_id, phrase("an id for the device that stays the same"))
    name = checked_text("device_name", device_name, phrase("a name for the device"))
    made = attempt(db, username, password, address, now)
    if isinstance(made, NotSignedIn):
        return made
    return db.write(lambda tx: _judge(tx, made, identifier, name, second, now))


def _judge(
    tx: Connection, made: Attempt, identifier: str, name: str, second: SecondStep, now: datetime
) -> DeviceSignedIn | NotSignedIn:
    user = judged(tx, made, now)
    if isinstance(user, NotSignedIn):
        return user
    used = _second_step(tx, user, second, made.address, now)
    if isinstance(used, NotSignedIn):
        return used
    succeeded(tx, user)
    device = device_of(tx, user.account_id, identifier, name, now)
    actor = actor_of(user, device, name, made.address)
    _record(tx, actor, used, now)
    return DeviceSignedIn(_insert_token(tx, actor, now), actor)


def device_actor(db: Database, token: str, now: datetime, address: str = "") -> Actor | None:
    """Who a device's token speaks for; None when it is unknown or revoked, or the user is disabled."""
    user = db.first(_OF_TOKEN, {"token": token_hash(token)})
    if user is None:
        return None
    if user.last_seen_at is None or user.last_seen_at <= now - SEEN_EVERY:
        with suppress(Unavailable):  # whoever only looks can look as well where nothing can be written
            db.write(lambda tx: _seen(tx, token_hash(token), user.user_id, now))
    return actor_of(user, user.device_id, user.device_name, address)


def _seen(tx: Connection, token: bytes, user_id: int, now: datetime) -> None:
    tx.execute(update(DeviceToken).where(DeviceToken.token_hash == token).values(last_seen_at=now))
    user_seen(tx, user_id, now)


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
        if tx.execute(tokens).rowcount:
            signed_out = {"device": actor.device_name}
            record(tx, actor, "sign out", f"user {actor.user_name}", signed_out, None, now)

    db.write(sign_out)


def _second_step(
    tx: Connection, user: Row[Any], second: SecondStep, address: str, now: datetime
) -> Code | NotSignedIn | None:
    """What else this user needs to show, after the password. None: nothing."""
    used = None
    if user.totp_confirmed_at is not None:
        if not second.code:
            return NotSignedIn(Obstacle.CODE_NEEDED)
        if seconds := hold_count(tx, code_key(user.user_id), [], now):
            return NotSignedIn(Obstacle.TRY_LATER, seconds)
        used = use_code(tx, user.user_id, second.code, second.secret_key, now)
        if used is None:
            return code_failed(tx, user, address, now)
    elif must_use_two_step(user.two_step, is_domain_admin=user.is_domain_admin):
        return NotSignedIn(Obstacle.SET_UP_TWO_STEP_FIRST)
    return NotSignedIn(Obstacle.CHANGE_PASSWORD_FIRST) if user.must_change_password else used


def _insert_token(tx: Connection, actor: Actor, now: datetime) -> str:
    make_room_for_device(tx, (actor.user_id, actor.device_id or 0), now)
    token = new_token()
    values = {
        "token_hash": token_hash(token),
        "account_id": actor.account_id,
        "user_id": actor.user_id,
        "device_id": actor.device_id,
        "created_at": now,
        "last_seen_at": now,
    }
    tx.execute(insert(DeviceToken).values(values))
    user_seen(tx, actor.user_id, now)
    return token


def _record(tx: Connection, actor: Actor, used: Code | None, now: datetime) -> None:
    how = {"device": actor.device_name, **({"code": used.value} if used else {})}
    record(tx, actor, "sign in", f"user {actor.user_name}", None, how, now)
    if used is Code.RECOVERY:
        record(tx, actor, "use recovery code", f"user {actor.user_name}", None, None, now)
