"""Disables users: they sign in no more, their browsers and devices are signed out, their sessions end with the usual notice."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, update

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.user_actions import UserAction
from webapp.models import User
from webapp.services.steps.signing_out import end_all_sessions, sign_out_everywhere
from webapp.services.steps.user_actions import ActionDone, carry_out
from webapp.services.steps.users import UserRecord
from webapp.services.terminate_sessions import TerminationResult


def disable_users(db: Database, actor: Actor, names: Sequence[str], now: datetime) -> ActionDone:
    """Disable these users; the owner, oneself and who is disabled already are left out. Raises NotFound."""

    def work(tx: Connection, users: list[UserRecord]) -> tuple[TerminationResult, ...]:
        return disable(tx, actor, users, now)

    return carry_out(db, actor, UserAction.DISABLE, names, work, now)


def disable(
    tx: Connection, actor: Actor, users: Sequence[UserRecord], now: datetime
) -> tuple[TerminationResult, ...]:
    """The same, as a step of another use case.

    A session's device is told of its end before it learns that it is signed out: both stand in one commit, and its
    stream tells in that order.
    """
    ids = [user.user_id for user in users]
    ending = end_all_sessions(tx, actor, ids, now)
    sign_out_everywhere(tx, actor.account_id, ids, now)
    these = (User.account_id == actor.account_id, User.user_id.in_(ids))
    tx.execute(update(User).where(*these).values(disabled_at=now))
    return ending
