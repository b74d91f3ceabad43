"""One attempt to sign in: who it is about, whether it may be made now, and what a failure leaves behind."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, select

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.sign_in import LockedOut, NotSignedIn, Obstacle
from webapp.domain.sign_in_protection import address_key, code_key, free_failures, name_key
from webapp.models import Account, User
from webapp.services.steps.actors import active_users, find_user
from webapp.services.steps.audit import Doer, append
from webapp.services.steps.passwords import verify_password
from webapp.services.steps.sign_in_failures import (
    count_failure,
    forget_failures,
    hold_count,
    seconds_to_wait,
)

T = TypeVar("T")
SOMEBODY = "somebody"
"""Who failed to sign in: not necessarily the user whose name was typed."""
COLUMNS = (User.must_change_password, User.totp_confirmed_at, Account.two_step, Account.browser_hours)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A name and where it was typed. `right`: the password is that of `user`."""

    keys: tuple[str, ...]
    address: str
    user: Row[Any] | None
    right: bool


def attempt(db: Database, username: str, password: str, address: str, now: datetime) -> Attempt | NotSignedIn:
    """Look at a name and a password. An unknown name takes as long as a wrong password.

    What comes of it is decided by `judged`, in the transaction that signs in.
    """
    keys = (name_key(username), address_key(address))
    with db.read() as tx:
        seconds = seconds_to_wait(tx, keys, now)
        user = None if seconds else find_user(tx, username, *COLUMNS)
    if seconds:
        return NotSignedIn(Obstacle.TRY_LATER, seconds)
    right = verify_password(None if user is None else user.password_hash, password)
    return Attempt(keys, address, user, right)


def judged(tx: Connection, this: Attempt, now: datetime) -> Row[Any] | NotSignedIn:
    """The user as they are now, if the password is theirs still; else what stands in the way, counted."""
    if seconds := hold_count(tx, this.keys[0], this.keys[1:], now):
        return NotSignedIn(Obstacle.TRY_LATER, seconds)
    if this.user is not None and this.right:
        query = active_users(*COLUMNS).where(
            User.user_id == this.user.user_id, User.password_hash == this.user.password_hash
        )
        if (user := tx.execute(query).one_or_none()) is not None:
            return user
    return failed(tx, this.user, this.keys[0], this.address, now)


def with_password(
    db: Database, actor: Actor, password: str, now: datetime, work: Callable[[Connection, Row[Any]], T]
) -> T | NotSignedIn:
    """Do something of one's own that the password is asked for again, in case somebody else sits at the browser."""
    made = attempt(db, actor.login, password, actor.address, now)
    if isinstance(made, NotSignedIn):
        return made

    def prove(tx: Connection) -> T | NotSignedIn:
        user = judged(tx, made, now)
        return user if isinstance(user, NotSignedIn) else work(tx, user)

    return db.write(prove)


def code_failed(tx: Connection, user: Row[Any], address: str, now: datetime) -> NotSignedIn:
    """Count a wrong code."""
    return failed(tx, user, code_key(user.user_id), address, now)


def failed(tx: Connection, user: Row[Any] | None, key: str, address: str, now: datetime) -> NotSignedIn:
    """Count a failure by `key` and by address, and write it down where it is about somebody."""
    is_code = key.startswith("code:")
    obstacle = Obstacle.CODE_WRONG if is_code else Obstacle.WRONG
    count_failure(tx, address_key(address), now)
    failures = count_failure(tx, key, now)
    if user is None:
        return NotSignedIn(obstacle)
    what = "code" if is_code else "password"
    _write_down(tx, user, "fail sign-in", {"wrong": what, "failures": failures}, address, now)
    if failures != free_failures(key):
        return NotSignedIn(obstacle)
    _write_down(tx, user, "delay sign-in", {"failures": failures}, address, now)
    return NotSignedIn(obstacle, locked_out=_locked_out(tx, user, failures, address))


def succeeded(tx: Connection, user: Row[Any]) -> None:
    """Begin the user's own counts anew. The address keeps its count: others share it."""
    names = (name_key(f"{user.domain}\\{user.name}"), name_key(user.email))
    forget_failures(tx, (*names, code_key(user.user_id)))


def _write_down(
    tx: Connection, user: Row[Any], action: str, after: dict[str, Any], address: str, now: datetime
) -> None:
    append(tx, Doer(user.account_id, None, SOMEBODY, address), action, f"user {user.name}", None, after, now)


def _locked_out(tx: Connection, user: Row[Any], failures: int, address: str) -> LockedOut:
    owner = tx.execute(
        select(User.display_name, User.email, User.language).where(
            User.account_id == user.account_id, User.is_owner
        )
    ).one()
    return LockedOut(
        login=rf"\\{user.domain}\{user.name}",
        address=address,
        failures=failures,
        owner_name=owner.display_name,
        owner_email=owner.email,
        owner_language=owner.language or user.account_language,
    )
