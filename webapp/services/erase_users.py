"""Erases the personal data of users who were disabled. What they did stays counted: totals of reports stay right.

The audit trail keeps what it says, as nothing in it can be changed; Help says so.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, select, update

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.texts import phrase
from webapp.domain.user_actions import UserAction
from webapp.models import (
    IS_OPEN,
    BrowserSignIn,
    ClientSession,
    ClosedTip,
    Device,
    DeviceToken,
    PasswordLink,
    RecoveryCode,
    Refusal,
    RemoteSide,
    SessionEvent,
    Termination,
    User,
    UserRightSetting,
)
from webapp.services.steps.accounts import hold_account, touch_access
from webapp.services.steps.administration import must_change
from webapp.services.steps.audit import record
from webapp.services.steps.closing import close_overdue
from webapp.services.steps.passwords import NO_PASSWORD
from webapp.services.steps.user_actions import ActionDone, LeftOut, plan
from webapp.services.steps.users import UserRecord

ERASED = "erased"
"""What stands where a name stood."""
NOT_OVER = phrase("still has a session that is not over")
_OWNED = (BrowserSignIn, ClosedTip, DeviceToken, PasswordLink, RecoveryCode, UserRightSetting)


def erase_users(db: Database, actor: Actor, names: Sequence[str], now: datetime) -> ActionDone:
    """Erase names, addresses and texts of these users for good; `users` of the answer is what they are called from now on.

    Whoever is not disabled, or still has a session that is not over, is left out. Raises NotFound for a user, Forbidden
    for who may not change anything.
    """
    must_change(actor)
    return db.write(lambda tx: _erase(tx, actor, names, now))


def _erase(tx: Connection, actor: Actor, names: Sequence[str], now: datetime) -> ActionDone:
    account = hold_account(tx, actor.account_id, now)
    close_overdue(tx, account, account.now)
    planned = plan(tx, actor, UserAction.ERASE, names)
    busy = _with_open_sessions(tx, actor.account_id)
    erased = tuple(
        _erase_one(tx, actor, user, account.now) for user in planned.users if user.user_id not in busy
    )
    still = tuple(LeftOut(user.name, NOT_OVER) for user in planned.users if user.user_id in busy)
    touch_access(tx, actor.account_id)
    return ActionDone(erased, planned.left_out + still)


def _with_open_sessions(tx: Connection, account_id: int) -> set[int]:
    still_open = select(ClientSession.user_id).where(ClientSession.account_id == account_id, IS_OPEN)
    return set(tx.execute(still_open).scalars())


def _erase_one(tx: Connection, actor: Actor, user: UserRecord, now: datetime) -> str:
    called = f"{ERASED}-{user.user_id}"
    record(tx, actor, "erase user", f"user {called}", None, None, now)
    _erase_profile(tx, user.user_id, called, now)
    _erase_history(tx, actor.account_id, user.user_id)
    _erase_devices(tx, actor.account_id, user.user_id)
    for table in _OWNED:
        tx.execute(delete(table).where(table.account_id == actor.account_id, table.user_id == user.user_id))
    return called


def _erase_profile(tx: Connection, user_id: int, called: str, now: datetime) -> None:
    tx.execute(
        update(User)
        .where(User.user_id == user_id)
        .values(
            name=called,
            display_name=f"Erased user {user_id}",
            email=f"{called}@erased.invalid",
            password_hash=NO_PASSWORD,
            totp_secret=None,
            language=None,
            totp_confirmed_at=None,
            last_seen_at=None,
            is_domain_admin=False,
            is_read_only=False,
            erased_at=now,
        )
    )


def _erase_history(tx: Connection, account_id: int, user_id: int) -> None:
    """Whom they were connected to, and what they wrote as reasons."""
    theirs = select(ClientSession.session_id).where(
        ClientSession.account_id == account_id, ClientSession.user_id == user_id
    )
    nameless: tuple[tuple[Any, ColumnElement[bool], dict[str, Any]], ...] = (
        (
            ClientSession,
            ClientSession.user_id == user_id,
            {"remote": ERASED, "remote_address": None, "idempotency_key": None},
        ),
        (Refusal, Refusal.user_id == user_id, {"remote": ERASED}),
        (RemoteSide, RemoteSide.session_id.in_(theirs), {"name": ERASED, "address": ""}),
        (SessionEvent, SessionEvent.session_id.in_(theirs), {"detail": None}),
        (Termination, Termination.requested_by == user_id, {"reason": None}),
    )
    for table, which, values in nameless:
        tx.execute(update(table).where(table.account_id == account_id, which).values(values))


def _erase_devices(tx: Connection, account_id: int, user_id: int) -> None:
    """Names and ids of the devices that nobody else has used or is signed in on."""
    devices = select(ClientSession.device_id).where(
        ClientSession.account_id == account_id, ClientSession.user_id == user_id
    )
    tokens = select(DeviceToken.device_id).where(
        DeviceToken.account_id == account_id, DeviceToken.user_id == user_id
    )
    others = select(ClientSession.device_id).where(
        ClientSession.account_id == account_id, ClientSession.user_id != user_id
    )
    others_tokens = select(DeviceToken.device_id).where(
        DeviceToken.account_id == account_id, DeviceToken.user_id != user_id
    )
    these = tx.execute(
        select(Device.device_id).where(
            Device.account_id == account_id,
            Device.device_id.in_(devices.union(tokens)),
            Device.device_id.not_in(others.union(others_tokens)),
        )
    ).scalars()
    for device_id in these.all():
        tx.execute(
            update(Device)
            .where(Device.device_id == device_id)
            .values(name=f"Erased device {device_id}", identifier=f"{ERASED}-{device_id}")
        )
