"""Choosing a new password: with a one-time link, or, signed in, with the one that is in force."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select, update

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.errors import Invalid, NotFound
from webapp.domain.passwords import checked_password, normalized
from webapp.domain.sign_in import NotSignedIn
from webapp.domain.texts import phrase
from webapp.models import PasswordLink, User
from webapp.services.steps.accounts import touch_access
from webapp.services.steps.actors import active_users, actor_of
from webapp.services.steps.attempts import succeeded, with_password
from webapp.services.steps.audit import record
from webapp.services.steps.passwords import hash_password
from webapp.services.steps.signing_out import sign_out_browsers, sign_out_devices
from webapp.services.steps.tokens import token_hash

USED_UP = phrase(
    "This link has been used, replaced, or is too old. Ask a domain admin of your account for a new one."
)
SAME = phrase("The new password is the same as the present one. Choose another.")


@dataclass(frozen=True, slots=True)
class LinkedUser:
    """Who a link is for."""

    login: str
    display_name: str


def user_of_link(db: Database, token: str, now: datetime) -> LinkedUser:
    """Who may choose a password with this link. Raises NotFound when it opens nothing (any more)."""
    with db.read() as tx:
        user = _linked(tx, token, now)
    return LinkedUser(rf"\\{user.domain}\{user.name}", user.display_name)


def set_password_by_link(
    db: Database, token: str, password: str, address: str, now: datetime, *, devices: bool = False
) -> None:
    """Set a password with a link, which then opens nothing more. It signs nobody in, and signs every browser out.

    `devices`: sign the user's devices out, too. Raises NotFound for the link, Invalid for the password.
    """
    with db.read() as tx:
        user = _linked(tx, token, now)
    checked = checked_password(password, domain=user.domain, user_name=user.name, email=user.email)
    hashed = hash_password(checked)

    def set_it(tx: Connection) -> None:
        this = _opens(token, now)
        if not tx.execute(update(PasswordLink).where(*this).values(used_at=now)).rowcount:
            raise NotFound(USED_UP)
        actor = actor_of(user, address=address)
        _store(tx, actor, hashed, "link", now, keep=None, devices=devices)
        succeeded(tx, user)

    db.write(set_it)


def change_password(
    db: Database,
    actor: Actor,
    present: str,
    new: str,
    now: datetime,
    *,
    keep: str,
    devices: bool = False,
) -> NotSignedIn | None:
    """Change one's own password. Signs every other browser out: `keep` is the token of the one that stays.

    None when it is changed; otherwise what is wrong with the present password. Raises Invalid for the new one.
    """
    if normalized(new) == normalized(present):
        raise Invalid("password", SAME)
    hashed = hash_password(
        checked_password(new, domain=actor.domain, user_name=actor.user_name, email=actor.email)
    )

    def change(tx: Connection, _: Row[Any]) -> None:
        _store(tx, actor, hashed, "present password", now, keep=token_hash(keep), devices=devices)

    return with_password(db, actor, present, now, change)


def _store(
    tx: Connection, actor: Actor, hashed: str, how: str, now: datetime, *, keep: bytes | None, devices: bool
) -> None:
    touch_access(tx, actor.account_id)
    values = {"password_hash": hashed, "must_change_password": False}
    tx.execute(update(User).where(User.user_id == actor.user_id).values(**values))
    links = (PasswordLink.user_id == actor.user_id, PasswordLink.used_at.is_(None))
    tx.execute(update(PasswordLink).where(*links).values(used_at=now))
    sign_out_browsers(tx, actor.account_id, [actor.user_id], now, keep=keep)
    if devices:
        sign_out_devices(tx, actor.account_id, [actor.user_id], now)
    after = {"with": how, "devices signed out": devices}
    record(tx, actor, "set password", f"user {actor.user_name}", None, after, now)


def _linked(tx: Connection, token: str, now: datetime) -> Row[Any]:
    link = select(PasswordLink.user_id).where(*_opens(token, now))
    user = tx.execute(active_users().where(User.user_id.in_(link.scalar_subquery()))).one_or_none()
    if user is None:
        raise NotFound(USED_UP)
    return user


def _opens(token: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    this = PasswordLink.token_hash == token_hash(token)
    return this, PasswordLink.used_at.is_(None), PasswordLink.expires_at > now
