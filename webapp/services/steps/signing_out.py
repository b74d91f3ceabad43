"""Signing users out everywhere, with the usual notice for what they have open."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, select, update

from webapp.domain.access import Actor
from webapp.domain.errors import Conflict
from webapp.domain.limits import BROWSERS_OF_USER_MAX, DEVICES_OF_USER_MAX, TOKENS_OF_DEVICE_MAX
from webapp.domain.texts import phrase
from webapp.models import BrowserSignIn, ClientSession, DeviceToken
from webapp.services.steps.users import live_sessions
from webapp.services.terminate_sessions import TerminationResult, terminate

TOO_MANY_DEVICES = phrase(
    "You are signed in on %(number)s devices already. Sign one of them out first: on that device, or in the console "
    "under Your account, Security.",
    number=DEVICES_OF_USER_MAX,
)


def end_all_sessions(
    tx: Connection, actor: Actor, user_ids: Iterable[int], now: datetime
) -> tuple[TerminationResult, ...]:
    """Ask the running sessions of these users to close within the notice. Paused ones stay their own users' business."""
    query = (
        select(ClientSession.session_id)
        .where(*live_sessions(actor.account_id, now), ClientSession.user_id.in_(list(user_ids)))
        .order_by(ClientSession.session_id)
    )
    running = tuple(tx.execute(query).scalars())
    return terminate(tx, actor, running, None, now) if running else ()


def sign_out_everywhere(tx: Connection, account_id: int, user_ids: Iterable[int], now: datetime) -> None:
    """Revoke what these users' browsers and devices are signed in with."""
    users = list(user_ids)
    sign_out_browsers(tx, account_id, users, now)
    sign_out_devices(tx, account_id, users, now)


def sign_out_browsers(
    tx: Connection, account_id: int, user_ids: Iterable[int], now: datetime, *, keep: bytes | None = None
) -> int:
    """Revoke what these users' browsers are signed in with, but for the one of the token hash `keep`. Returns how many."""
    these = [
        BrowserSignIn.account_id == account_id,
        BrowserSignIn.user_id.in_(list(user_ids)),
        BrowserSignIn.signed_out_at.is_(None),
    ]
    if keep is not None:
        these.append(BrowserSignIn.token_hash != keep)
    return tx.execute(update(BrowserSignIn).where(*these).values(signed_out_at=now)).rowcount


def sign_out_oldest_browsers(tx: Connection, account_id: int, user_id: int, now: datetime) -> None:
    """Let those that signed in longest ago give way, where a user is signed in with more browsers than may be."""
    this = (
        BrowserSignIn.account_id == account_id,
        BrowserSignIn.user_id == user_id,
        BrowserSignIn.signed_out_at.is_(None),
    )
    newest_first = select(BrowserSignIn.token_hash).where(*this).order_by(BrowserSignIn.signed_in_at.desc())
    excess = tx.execute(newest_first.offset(BROWSERS_OF_USER_MAX)).scalars().all()
    if excess:
        tx.execute(
            update(BrowserSignIn).where(BrowserSignIn.token_hash.in_(excess)).values(signed_out_at=now)
        )


def make_room_for_device(tx: Connection, pair: tuple[int, int], now: datetime) -> None:
    """Let the oldest sign-ins of this user on this device give way. Raises Conflict when it is one device too many."""
    user_id, device_id = pair
    valid = (DeviceToken.user_id == user_id, DeviceToken.revoked_at.is_(None))
    devices = select(DeviceToken.device_id).where(*valid, DeviceToken.device_id != device_id).distinct()
    if len(tx.execute(devices.limit(DEVICES_OF_USER_MAX)).all()) == DEVICES_OF_USER_MAX:
        raise Conflict(TOO_MANY_DEVICES)
    newest_first = (
        select(DeviceToken.token_hash)
        .where(*valid, DeviceToken.device_id == device_id)
        .order_by(DeviceToken.created_at.desc(), DeviceToken.token_hash)
    )
    excess = tx.execute(newest_first.offset(TOKENS_OF_DEVICE_MAX - 1)).scalars().all()
    if excess:
        tx.execute(update(DeviceToken).where(DeviceToken.token_hash.in_(excess)).values(revoked_at=now))


def sign_out_devices(
    tx: Connection, account_id: int, user_ids: Iterable[int], now: datetime, *, device_id: int | None = None
) -> int:
    """Revoke what these users' devices, or the one given, are signed in with. Returns how many tokens that was."""
    these = [
        DeviceToken.account_id == account_id,
        DeviceToken.user_id.in_(list(user_ids)),
        DeviceToken.revoked_at.is_(None),
    ]
    if device_id is not None:
        these.append(DeviceToken.device_id == device_id)
    return tx.execute(update(DeviceToken).where(*these).values(revoked_at=now)).rowcount
