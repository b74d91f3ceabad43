"""Signing users out everywhere, with the usual notice for what they have open."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, select, update

from webapp.domain.access import Actor
from webapp.models import BrowserSignIn, ClientSession, DeviceToken
from webapp.services.steps.users import live_sessions
from webapp.services.terminate_sessions import TerminationResult, terminate


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
