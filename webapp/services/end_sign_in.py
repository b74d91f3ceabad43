"""Signs browsers and devices out: one's own, and, as a domain admin, a user's. Open pages and streams end within a second.

What a device that is signed out has open ends with the usual notice: it could not renew its leases any more.
"""

from datetime import datetime

from sqlalchemy import Connection, select, update

from webapp.db import Database
from webapp.domain.access import Actor, may_control
from webapp.domain.errors import NotFound
from webapp.domain.states import SessionState
from webapp.domain.texts import phrase
from webapp.domain.user_agents import browser_in_words
from webapp.models import BrowserSignIn, ClientSession, Device, User
from webapp.services.steps.accounts import touch_access
from webapp.services.steps.actors import active_users, actor_of
from webapp.services.steps.administration import must_change
from webapp.services.steps.audit import record
from webapp.services.steps.signing_out import sign_out_browsers, sign_out_devices
from webapp.services.steps.tokens import token_hash
from webapp.services.steps.users import UserRecord, live_sessions, user_named
from webapp.services.terminate_sessions import terminate

NOT_THERE = phrase("This is signed out already.")


def sign_out_this_browser(db: Database, token: str, address: str, now: datetime) -> None:
    """Sign out the browser that has this token. Nothing happens for one that is signed out already."""
    this = (BrowserSignIn.token_hash == token_hash(token), BrowserSignIn.signed_out_at.is_(None))
    gone = update(BrowserSignIn).where(*this).values(signed_out_at=now)

    def sign_out(tx: Connection) -> None:
        row = tx.execute(gone.returning(BrowserSignIn.user_id, BrowserSignIn.user_agent)).one_or_none()
        if row is None:
            return
        user = tx.execute(active_users().where(User.user_id == row.user_id)).one_or_none()
        if user is not None:
            touch_access(tx, user.account_id)
            actor, before = actor_of(user, address=address), {"browser": browser_in_words(row.user_agent)}
            record(tx, actor, "sign out", f"user {user.name}", before, None, now)

    db.write(sign_out)


def end_browser_sign_in(db: Database, actor: Actor, user_name: str, sign_in: str, now: datetime) -> None:
    """Sign one browser of a user out, by its id in the list. Raises NotFound, Forbidden."""

    def sign_out(tx: Connection) -> None:
        user = _user(tx, actor, user_name)
        this = (
            BrowserSignIn.account_id == actor.account_id,
            BrowserSignIn.user_id == user.user_id,
            BrowserSignIn.token_hash == _hash(sign_in),
            BrowserSignIn.signed_out_at.is_(None),
        )
        gone = update(BrowserSignIn).where(*this).values(signed_out_at=now)
        agent = tx.execute(gone.returning(BrowserSignIn.user_agent)).scalar_one_or_none()
        if agent is None:
            raise NotFound(NOT_THERE)
        _told(tx, actor, user, {"browser": browser_in_words(agent)}, now)

    db.write(sign_out)


def end_device_sign_in(db: Database, actor: Actor, user_name: str, device_id: int, now: datetime) -> str:
    """Sign a user out on one device. Returns the device's name. Raises NotFound, Forbidden."""

    def sign_out(tx: Connection) -> str:
        user = _user(tx, actor, user_name)
        _end_sessions(tx, actor, user, now, device_id)
        if not sign_out_devices(tx, actor.account_id, [user.user_id], now, device_id=device_id):
            raise NotFound(NOT_THERE)
        name = tx.execute(select(Device.name).where(Device.device_id == device_id)).scalar_one()
        _told(tx, actor, user, {"device": name}, now)
        return str(name)

    return db.write(sign_out)


def end_other_sign_ins(db: Database, actor: Actor, token: str, now: datetime) -> None:
    """Sign oneself out on all devices and in all browsers but the one with this token."""

    def sign_out(tx: Connection) -> None:
        user = _user(tx, actor, actor.user_name)
        _end_sessions(tx, actor, user, now)
        browsers = sign_out_browsers(tx, actor.account_id, [user.user_id], now, keep=token_hash(token))
        devices = sign_out_devices(tx, actor.account_id, [user.user_id], now)
        _told(tx, actor, user, {"browsers": browsers, "devices": devices}, now)

    db.write(sign_out)


def _user(tx: Connection, actor: Actor, user_name: str) -> UserRecord:
    """Oneself, or, for who may change Administration, a user of the account."""
    if user_name != actor.user_name:
        must_change(actor)
    touch_access(tx, actor.account_id)
    return user_named(tx, actor.account_id, user_name)


def _end_sessions(
    tx: Connection, actor: Actor, user: UserRecord, now: datetime, device_id: int | None = None
) -> None:
    """End what runs on the user's devices, in good order. Who may not end sessions leaves them to their leases."""
    if not may_control(actor, user.user_id, SessionState.ACTIVE):
        return
    these = [*live_sessions(actor.account_id, now), ClientSession.user_id == user.user_id]
    if device_id is not None:
        these.append(ClientSession.device_id == device_id)
    running = tuple(
        tx.execute(
            select(ClientSession.session_id).where(*these).order_by(ClientSession.session_id)
        ).scalars()
    )
    if running:
        terminate(tx, actor, running, None, now)


def _told(tx: Connection, actor: Actor, user: UserRecord, before: dict[str, object], now: datetime) -> None:
    record(tx, actor, "sign out", user.subject, before, None, now)


def _hash(sign_in: str) -> bytes:
    try:
        return bytes.fromhex(sign_in)
    except ValueError:
        return b""
