"""Signing in at the console with a browser, and out again."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, update

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.models import BrowserSignIn, User
from webapp.services.steps.actors import active_users, actor_of, find_user
from webapp.services.steps.passwords import verify_password
from webapp.services.steps.tokens import new_token, token_hash


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The token that the browser's cookie carries, and who it speaks for."""

    token: str
    actor: Actor


def sign_in_user(
    db: Database, username: str, password: str, address: str, user_agent: str, now: datetime
) -> SignedIn | None:
    """Sign a browser in. None when name or password is wrong; an unknown name takes as long as a wrong password."""
    with db.read() as tx:
        user = find_user(tx, username)
        actor = None if user is None else actor_of(tx, user)
    if not verify_password(None if user is None else user.password_hash, password) or actor is None:
        return None
    return sign_in_browser(db, actor, address, user_agent, now)


def sign_in_browser(db: Database, actor: Actor, address: str, user_agent: str, now: datetime) -> SignedIn:
    """Sign a browser in for somebody who has proved who they are."""
    token = new_token()
    values = {
        "token_hash": token_hash(token),
        "account_id": actor.account_id,
        "user_id": actor.user_id,
        "address": address[:45],
        "user_agent": user_agent[:200],
        "signed_in_at": now,
    }
    db.write(lambda tx: tx.execute(insert(BrowserSignIn), values))
    return SignedIn(token, actor)


def browser_actor(db: Database, token: str) -> Actor | None:
    """Who a browser's token speaks for; None when it is unknown or signed out, or the user is disabled."""
    with db.read() as tx:
        return _actor(tx, token)


def sign_out_browser(db: Database, token: str, now: datetime) -> None:
    """Sign a browser out: its token opens nothing any more."""
    this = (BrowserSignIn.token_hash == token_hash(token), BrowserSignIn.signed_out_at.is_(None))
    db.write(lambda tx: tx.execute(update(BrowserSignIn).where(*this).values(signed_out_at=now)))


def _actor(tx: Connection, token: str) -> Actor | None:
    query = (
        active_users()
        .join(BrowserSignIn, BrowserSignIn.user_id == User.user_id)
        .where(BrowserSignIn.token_hash == token_hash(token), BrowserSignIn.signed_out_at.is_(None))
    )
    user = tx.execute(query).one_or_none()
    return None if user is None else actor_of(tx, user)
