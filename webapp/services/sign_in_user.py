"""Signing in at the console with a browser: name and password, then a code where the user has a second step."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, insert, update

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.sign_in import NotSignedIn, Obstacle, must_set_up_two_step, signed_in_until
from webapp.domain.sign_in_protection import address_key, code_key
from webapp.domain.user_agents import browser_in_words
from webapp.models import BrowserSignIn, User
from webapp.services.steps.actors import active_users, actor_of
from webapp.services.steps.attempts import COLUMNS, attempt, code_failed, judged, succeeded
from webapp.services.steps.audit import record
from webapp.services.steps.second_step import Code, use_code
from webapp.services.steps.sign_in_failures import hold_count
from webapp.services.steps.signing_out import sign_out_oldest_browsers
from webapp.services.steps.tokens import new_token, token_hash


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The token that the browser's cookie carries, who it speaks for, and when that ends by itself."""

    token: str
    actor: Actor
    until: datetime


@dataclass(frozen=True, slots=True)
class CodeNeeded:
    """The password is right; a code is wanted too. `proof` says which password it was: `confirm_sign_in` asks for it."""

    user_id: int
    proof: str


def sign_in_user(
    db: Database, username: str, password: str, address: str, user_agent: str, now: datetime
) -> SignedIn | CodeNeeded | NotSignedIn:
    """Sign a browser in, or say what is in the way. A delay is answered at once, whatever the password."""
    made = attempt(db, username, password, address, now)
    if isinstance(made, NotSignedIn):
        return made

    def judge(tx: Connection) -> SignedIn | CodeNeeded | NotSignedIn:
        user = judged(tx, made, now)
        if isinstance(user, NotSignedIn):
            return user
        if user.totp_confirmed_at is not None:
            return CodeNeeded(user.user_id, _proof(user))
        return _sign_in(tx, user, address, user_agent, now)

    return db.write(judge)


def confirm_sign_in(
    db: Database, asked: CodeNeeded, code: str, address: str, user_agent: str, secret_key: str, now: datetime
) -> SignedIn | NotSignedIn:
    """The second step: sign in with a code of the app or a recovery code."""

    def judge(tx: Connection) -> SignedIn | NotSignedIn:
        if seconds := hold_count(tx, code_key(asked.user_id), [address_key(address)], now):
            return NotSignedIn(Obstacle.TRY_LATER, seconds)
        user = tx.execute(active_users(*COLUMNS).where(User.user_id == asked.user_id)).one_or_none()
        if user is None or user.totp_confirmed_at is None or _proof(user) != asked.proof:
            return NotSignedIn(Obstacle.START_AGAIN)
        used = use_code(tx, user.user_id, code, secret_key, now)
        return (
            code_failed(tx, user, address, now)
            if used is None
            else _sign_in(tx, user, address, user_agent, now, used)
        )

    return db.write(judge)


def sign_in_browser(db: Database, actor: Actor, address: str, user_agent: str, now: datetime) -> SignedIn:
    """Sign a browser in for somebody who has proved who they are in another way."""
    this = active_users(*COLUMNS).where(User.user_id == actor.user_id)
    return db.write(lambda tx: _sign_in(tx, tx.execute(this).one(), address, user_agent, now))


def _sign_in(
    tx: Connection, user: Row[Any], address: str, user_agent: str, now: datetime, code: Code | None = None
) -> SignedIn:
    token, actor = new_token(), actor_of(user, address=address)
    due = must_set_up_two_step(
        user.two_step, is_domain_admin=user.is_domain_admin, has_set_up=user.totp_confirmed_at is not None
    )
    values = {
        "token_hash": token_hash(token),
        "account_id": actor.account_id,
        "user_id": actor.user_id,
        "address": address[:45],
        "user_agent": user_agent[:200],
        "signed_in_at": now,
        "last_seen_at": now,
        "two_step_due": due,
    }
    succeeded(tx, user)
    tx.execute(insert(BrowserSignIn).values(values))
    sign_out_oldest_browsers(tx, actor.account_id, actor.user_id, now)
    tx.execute(update(User).where(User.user_id == user.user_id).values(last_seen_at=now))
    how = {"browser": browser_in_words(user_agent), **({"code": code.value} if code else {})}
    record(tx, actor, "sign in", f"user {user.name}", None, how, now)
    if code is Code.RECOVERY:
        record(tx, actor, "use recovery code", f"user {user.name}", None, None, now)
    return SignedIn(token, actor, signed_in_until(now, user.browser_hours))


def _proof(user: Row[Any]) -> str:
    return sha256(user.password_hash.encode()).hexdigest()[:32]
