"""Doing one thing to several users: who is left out and why, what was done, and the audit trail of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.user_actions import UserAction
from webapp.services.steps.accounts import touch_access
from webapp.services.steps.administration import must_change
from webapp.services.steps.audit import record
from webapp.services.steps.users import UserRecord, refusal_of, users_named
from webapp.services.terminate_sessions import TerminationResult


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A user to whom it cannot be done: `ana is the account owner, …`."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class ActionPlan:
    """To whom an action would be done now, and who would be left out."""

    users: tuple[UserRecord, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class ActionDone:
    """To whom it was done, who was left out, and which sessions that ends."""

    users: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    sessions: tuple[TerminationResult, ...] = ()


Work = Callable[[Connection, list[UserRecord]], tuple[TerminationResult, ...]]
"""Does it to these users, and says which sessions that ends."""


def plan(tx: Connection, actor: Actor, action: UserAction, names: Sequence[str]) -> ActionPlan:
    """Look to whom the action can be done. Raises NotFound when a user is not there."""
    users = [(user, refusal_of(action, actor, user)) for user in users_named(tx, actor.account_id, names)]
    return ActionPlan(
        tuple(user for user, why in users if why is None),
        tuple(LeftOut(user.name, why) for user, why in users if why is not None),
    )


def carry_out(
    db: Database, actor: Actor, action: UserAction, names: Sequence[str], work: Work, now: datetime
) -> ActionDone:
    """Do it to those to whom it can be done, in one transaction; open pages and streams follow at once.

    Raises NotFound for a user, Forbidden for who may not change anything.
    """
    must_change(actor)

    def act(tx: Connection) -> ActionDone:
        touch_access(tx, actor.account_id)
        planned = plan(tx, actor, action, names)
        sessions = work(tx, list(planned.users)) if planned.users else ()
        for user in planned.users:
            before, after = _told(action, user)
            record(tx, actor, _ACTIONS[action], user.subject, before, after, now)
        return ActionDone(tuple(user.name for user in planned.users), planned.left_out, sessions)

    return db.write(act)


_ACTIONS = {
    UserAction.DISABLE: "disable user",
    UserAction.ENABLE: "enable user",
    UserAction.END_SESSIONS: "end sessions of user",
    UserAction.SIGN_OUT: "sign out user",
    UserAction.MUST_CHANGE: "require new password",
}


def _told(action: UserAction, user: UserRecord) -> tuple[dict[str, object] | None, dict[str, object] | None]:
    state = "disabled" if user.disabled_at else "active"
    match action:
        case UserAction.DISABLE:
            return {"state": state}, {"state": "disabled"}
        case UserAction.ENABLE:
            return {"state": state}, {"state": "active"}
        case UserAction.MUST_CHANGE:
            return {"must_change_password": user.must_change_password}, {"must_change_password": True}
        case _:
            return None, None
