"""Where a user is signed in: browsers and devices."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from webapp.domain.user_agents import browser_in_words
from webapp.models import Account, BrowserSignIn, Device, DeviceToken

BROWSERS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class SignedInBrowser:
    """A browser. `id` names it in a form: it tells nothing of the token."""

    id: str
    browser: str
    address: str
    since: datetime
    last_seen: datetime
    is_this: bool


@dataclass(frozen=True, slots=True)
class SignedInDevice:
    """A device that sessions can be opened from."""

    id: int
    name: str
    since: datetime
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class SignIns:
    """Everything that a user is signed in with, most recently seen first."""

    browsers: tuple[SignedInBrowser, ...]
    devices: tuple[SignedInDevice, ...]


def sign_ins(
    tx: Connection, account_id: int, user_id: int, now: datetime, this: bytes | None = None
) -> SignIns:
    """Where a user is signed in; `this` is the token's hash of the browser that asks."""
    return SignIns(_browsers(tx, account_id, user_id, now, this), _devices(tx, account_id, user_id))


def _browsers(
    tx: Connection, account_id: int, user_id: int, now: datetime, this: bytes | None
) -> tuple[SignedInBrowser, ...]:
    hours = tx.execute(select(Account.browser_hours).where(Account.account_id == account_id)).scalar_one()
    seen = func.coalesce(
        BrowserSignIn.last_seen_at, BrowserSignIn.signed_in_at, type_=BrowserSignIn.signed_in_at.type
    )
    query = (
        select(BrowserSignIn, seen.label("seen"))
        .where(
            BrowserSignIn.account_id == account_id,
            BrowserSignIn.user_id == user_id,
            BrowserSignIn.signed_out_at.is_(None),
            BrowserSignIn.signed_in_at > now - timedelta(hours=hours),
        )
        .order_by(seen.desc(), BrowserSignIn.token_hash)
        .limit(BROWSERS_SHOWN)
    )
    rows = tx.execute(query).all()
    return tuple(
        SignedInBrowser(
            id=row.token_hash.hex(),
            browser=browser_in_words(row.user_agent),
            address=row.address,
            since=row.signed_in_at,
            last_seen=row.seen,
            is_this=row.token_hash == this,
        )
        for row in sorted(rows, key=lambda row: row.token_hash != this)
    )


def _devices(tx: Connection, account_id: int, user_id: int) -> tuple[SignedInDevice, ...]:
    kind = DeviceToken.created_at.type
    since = func.min(DeviceToken.created_at, type_=kind)
    seen = func.max(func.coalesce(DeviceToken.last_seen_at, DeviceToken.created_at, type_=kind), type_=kind)
    query = (
        select(Device.device_id, Device.name, since.label("since"), seen.label("seen"))
        .join(DeviceToken, DeviceToken.device_id == Device.device_id)
        .where(
            DeviceToken.account_id == account_id,
            DeviceToken.user_id == user_id,
            DeviceToken.revoked_at.is_(None),
        )
        .group_by(Device.device_id, Device.name)
        .order_by(seen.desc(), Device.device_id)
    )
    return tuple(SignedInDevice(*row) for row in tx.execute(query))
