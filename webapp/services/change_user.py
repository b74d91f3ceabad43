"""Changes what Administration > Users > a user > Profile edits."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update
from sqlalchemy.exc import IntegrityError

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.errors import Invalid
from webapp.domain.limits import checked_own_limit, checked_text
from webapp.domain.right_settings import Change
from webapp.domain.texts import phrase
from webapp.domain.user_actions import Role, why_not_email, why_not_role
from webapp.domain.user_names import checked_email
from webapp.domain.versions import check_version
from webapp.models import User
from webapp.services.steps.accounts import touch_access
from webapp.services.steps.administration import must_change
from webapp.services.steps.audit import changed, record
from webapp.services.steps.users import UserRecord, user_named

LABELS = {
    "display_name": phrase("Full name"),
    "email": phrase("E-mail address"),
    "limit": phrase("Own limit"),
    "role": phrase("Administration"),
}
ROLE_WORDS = {Role.USER: phrase("no"), Role.READ_ONLY: phrase("may look"), Role.ADMIN: phrase("domain admin")}
EMAIL_TAKEN = phrase("This e-mail address belongs to another user. Give another one.")


@dataclass(frozen=True, slots=True)
class Profile:
    """What a user's profile is to say."""

    display_name: str
    email: str
    limit: int | None
    role: Role


def change_user(
    db: Database, actor: Actor, name: str, wish: Profile, version: str, now: datetime
) -> tuple[Change, ...]:
    """Change a user; returns what changed, in words. The user name stays for good.

    Raises NotFound, Invalid for a field, Outdated when somebody else has saved since `version` was read.
    """
    must_change(actor)
    checked = checked_profile(wish)

    def change(tx: Connection) -> tuple[Change, ...]:
        touch_access(tx, actor.account_id)
        user = user_named(tx, actor.account_id, name)
        check_version(version, user.editable)
        write_profile(tx, actor, user, checked, now)
        return _in_words(user.editable, asdict(checked))

    return db.write(change)


def checked_profile(wish: Profile) -> Profile:
    """The profile in its stored form. Raises Invalid."""
    return Profile(
        checked_text("display_name", wish.display_name, phrase("the user's full name")),
        checked_email(wish.email),
        checked_own_limit(wish.limit),
        wish.role,
    )


def write_profile(tx: Connection, actor: Actor, user: UserRecord, wish: Profile, now: datetime) -> None:
    """Store a checked profile, and what changed in the audit trail. Raises Invalid."""
    refuse_profile(actor, user, wish)
    before, after = changed(_columns(user), _wished(wish))
    if not after:
        return
    if "email" in after and tx.execute(select(User.user_id).where(User.email == wish.email)).first():
        raise Invalid("email", EMAIL_TAKEN)
    this = (User.account_id == actor.account_id, User.user_id == user.user_id)
    try:
        tx.execute(update(User).where(*this).values(**after))
    except IntegrityError as error:
        raise Invalid("email", EMAIL_TAKEN) from error
    record(tx, actor, "change user", user.subject, before, after, now)


def refuse_profile(actor: Actor, user: UserRecord, wish: Profile) -> None:
    """Raises Invalid for what this actor cannot change of this user."""
    is_self = user.user_id == actor.user_id
    if why := why_not_role(wish.role, user.role, is_self=is_self, is_owner=user.is_owner):
        raise Invalid("role", why)
    if wish.email != user.email and (why := why_not_email(is_self=is_self, is_owner=user.is_owner)):
        raise Invalid("email", why)


def shown(field: str, value: object) -> str:
    """A value of the profile, by the form's fields, as people read it."""
    if field == "role":
        return ROLE_WORDS[Role(str(value))]
    return phrase("none") if value is None else str(value)


def _in_words(before: dict[str, Any], after: dict[str, Any]) -> tuple[Change, ...]:
    return tuple(
        Change(LABELS[field], shown(field, before[field]), shown(field, value))
        for field, value in after.items()
        if value != before[field]
    )


def _columns(user: UserRecord) -> dict[str, Any]:
    return _wished(Profile(user.display_name, user.email, user.own_limit, user.role))


def _wished(wish: Profile) -> dict[str, Any]:
    return {
        "display_name": wish.display_name,
        "email": wish.email,
        "own_limit": wish.limit,
        "is_domain_admin": wish.role.is_domain_admin,
        "is_read_only": wish.role.is_read_only,
    }
