"""Imports users from CSV: a preview that writes nothing, then exactly that, or word of what has changed meanwhile."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.services.add_user import store_user
from webapp.services.change_user import Profile, write_profile
from webapp.services.disable_users import disable
from webapp.services.enable_users import enable
from webapp.services.steps.accounts import touch_access
from webapp.services.steps.administration import must_change
from webapp.services.steps.audit import record
from webapp.services.steps.import_plan import ImportPlan, LineKind, plan_lines
from webapp.services.steps.password_links import new_password_link
from webapp.services.steps.passwords import NO_PASSWORD
from webapp.services.steps.user_cells import WantedUser
from webapp.services.steps.user_csv import read_csv
from webapp.services.steps.users import UserRecord, user_named
from webapp.services.terminate_sessions import TerminationResult


@dataclass(frozen=True, slots=True)
class Invitation:
    """A new user, and the token of the link with which they choose a password. Told this once."""

    name: str
    display_name: str
    email: str
    token: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    created: int
    changed: int
    invitations: tuple[Invitation, ...]
    sessions: tuple[TerminationResult, ...]


def preview_import(db: Database, actor: Actor, text: str) -> ImportPlan:
    """What importing this CSV would change. Raises Invalid when it cannot be read at all."""
    must_change(actor)
    lines = read_csv(text)
    with db.read() as tx:
        return plan_lines(tx, actor, lines)


def import_users(db: Database, actor: Actor, text: str, digest: str, now: datetime) -> Imported | ImportPlan:
    """Do what the preview of this digest showed, whole. Where that has changed meanwhile: the new plan, nothing done."""
    must_change(actor)
    lines = read_csv(text)

    def carry_out(tx: Connection) -> Imported | ImportPlan:
        touch_access(tx, actor.account_id)
        plan = plan_lines(tx, actor, lines)
        if plan.digest != digest or not plan.may_be_confirmed:
            return plan
        return _carry_out(tx, actor, plan, now)

    return db.write(carry_out)


def _carry_out(tx: Connection, actor: Actor, plan: ImportPlan, now: datetime) -> Imported:
    new, changed = ([line.wanted for line in plan.of_kind(k)] for k in (LineKind.NEW, LineKind.CHANGED))
    invitations = [_create(tx, actor, wanted, now) for wanted in new if wanted]
    sessions = _change(tx, actor, (wanted for wanted in changed if wanted), now)
    return Imported(len(new), len(changed), tuple(i for i in invitations if i), sessions)


def _create(tx: Connection, actor: Actor, wanted: WantedUser, now: datetime) -> Invitation | None:
    columns = {
        "name": wanted.name,
        "display_name": wanted.display_name,
        "email": wanted.email,
        "own_limit": wanted.limit,
        "password_hash": NO_PASSWORD,
        "is_domain_admin": wanted.role.is_domain_admin,
        "is_read_only": wanted.role.is_read_only,
        "must_change_password": True,
        "disabled_at": now if wanted.is_disabled else None,
    }
    user_id = store_user(tx, actor, columns, now)
    if wanted.is_disabled:
        return None
    token = new_password_link(tx, actor.account_id, user_id, now)
    return Invitation(wanted.name, wanted.display_name, wanted.email, token)


def _change(
    tx: Connection, actor: Actor, changed: Iterable[WantedUser], now: datetime
) -> tuple[TerminationResult, ...]:
    sessions: tuple[TerminationResult, ...] = ()
    for wanted in changed:
        user = user_named(tx, actor.account_id, wanted.name)
        profile = Profile(wanted.display_name, wanted.email, wanted.limit, wanted.role)
        write_profile(tx, actor, user, profile, now)
        sessions += _set_state(tx, actor, user, wanted, now)
    return sessions


def _set_state(
    tx: Connection, actor: Actor, user: UserRecord, wanted: WantedUser, now: datetime
) -> tuple[TerminationResult, ...]:
    if wanted.is_disabled == (user.disabled_at is not None):
        return ()
    words = ("active", "disabled") if wanted.is_disabled else ("disabled", "active")
    action = "disable user" if wanted.is_disabled else "enable user"
    record(tx, actor, action, user.subject, {"state": words[0]}, {"state": words[1]}, now)
    if wanted.is_disabled:
        return disable(tx, actor, [user], now)
    enable(tx, actor, [user])
    return ()
