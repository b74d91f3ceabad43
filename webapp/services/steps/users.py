"""Users as Administration looks at them and changes them."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select

from webapp.domain.access import Actor
from webapp.domain.errors import NotFound
from webapp.domain.texts import phrase
from webapp.domain.user_actions import Role, UserAction, role_of, why_not
from webapp.models import IS_HOLDING, ClientSession, User


@dataclass(frozen=True, slots=True)
class UserRecord:
    """A user as stored."""

    user_id: int
    name: str
    display_name: str
    email: str
    language: str | None
    own_limit: int | None
    is_owner: bool
    is_domain_admin: bool
    is_read_only: bool
    must_change_password: bool
    disabled_at: datetime | None
    erased_at: datetime | None
    last_seen_at: datetime | None
    created_at: datetime

    @property
    def role(self) -> Role:
        """What they may do in Administration."""
        return role_of(is_domain_admin=self.is_domain_admin, is_read_only=self.is_read_only)

    @property
    def editable(self) -> dict[str, Any]:
        """What the Profile form edits, by the form's fields."""
        return {
            "display_name": self.display_name,
            "email": self.email,
            "limit": self.own_limit,
            "role": self.role,
        }

    @property
    def subject(self) -> str:
        """How the audit trail names them."""
        return f"user {self.name}"


RECORD = tuple(getattr(User, field.name) for field in fields(UserRecord))


def user_record(row: Row[Any]) -> UserRecord:
    """The record of a row that begins with the columns of `RECORD`."""
    return UserRecord(*row[: len(RECORD)])


def users_named(tx: Connection, account_id: int, names: Iterable[str]) -> list[UserRecord]:
    """The users of the account with these names, by name. Raises NotFound when one is not there."""
    wanted = set(names)
    query = select(*RECORD).where(User.account_id == account_id, User.name.in_(wanted)).order_by(User.name)
    found = [user_record(row) for row in tx.execute(query)]
    for name in sorted(wanted - {user.name for user in found}):
        raise NotFound(phrase("There is no user %(name)s in this account.", name=name))
    return found


def user_named(tx: Connection, account_id: int, name: str) -> UserRecord:
    """The user of the account with this name. Raises NotFound."""
    return users_named(tx, account_id, [name])[0]


def refusal_of(action: UserAction, actor: Actor, user: UserRecord) -> str | None:
    """Why the actor cannot do this to the user; None: they can."""
    return why_not(
        action,
        is_self=user.user_id == actor.user_id,
        is_owner=user.is_owner,
        is_disabled=user.disabled_at is not None,
        is_erased=user.erased_at is not None,
    )


def live_sessions(account_id: int, now: datetime) -> list[ColumnElement[bool]]:
    """Conditions for the account's sessions that hold a place now; paused ones are their own user's business."""
    return [ClientSession.account_id == account_id, IS_HOLDING, ClientSession.over_at > now]


def licenses_held() -> ColumnElement[int]:
    """How many licenses the sessions of a group hold."""
    return func.count(ClientSession.holds_license.distinct())
