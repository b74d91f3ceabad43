"""Administration > Users > New user: with a first password, or with an invitation to choose one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.user_actions import Role
from webapp.services.create_user import checked_user, insert_user
from webapp.services.steps.accounts import touch_access
from webapp.services.steps.administration import must_change
from webapp.services.steps.audit import record
from webapp.services.steps.password_links import new_password_link


@dataclass(frozen=True, slots=True)
class NewUser:
    """What a user needs at first. No password: they choose one with the invitation's link."""

    name: str
    display_name: str
    email: str
    limit: int | None
    role: Role
    password: str | None
    must_change_password: bool


@dataclass(frozen=True, slots=True)
class Added:
    """The user's name as stored, and the token of the invitation's link, told this once."""

    name: str
    invitation: str | None


def add_user(db: Database, actor: Actor, new: NewUser, now: datetime) -> Added:
    """Create a user in the actor's account. Raises Invalid for a field, Forbidden for who may not change anything."""
    must_change(actor)
    columns = checked_user(
        domain=actor.domain,
        name=new.name,
        display_name=new.display_name,
        email=new.email,
        password=new.password,
        own_limit=new.limit,
    )
    columns |= {
        "is_domain_admin": new.role.is_domain_admin,
        "is_read_only": new.role.is_read_only,
        "must_change_password": new.must_change_password or new.password is None,
    }
    return db.write(lambda tx: _add(tx, actor, columns, invite=new.password is None, now=now))


def _add(tx: Connection, actor: Actor, columns: dict[str, Any], *, invite: bool, now: datetime) -> Added:
    touch_access(tx, actor.account_id)
    user_id = store_user(tx, actor, columns, now)
    return Added(columns["name"], new_password_link(tx, actor.account_id, user_id, now) if invite else None)


def store_user(tx: Connection, actor: Actor, columns: dict[str, Any], now: datetime) -> int:
    """Store a checked user, and the fact in the audit trail. Raises Invalid when name or address is taken."""
    user_id = insert_user(tx, actor.account_id, columns, now)
    told = {name: value for name, value in columns.items() if name not in ("name", "password_hash")}
    record(tx, actor, "create user", f"user {columns['name']}", None, told, now)
    return user_id
