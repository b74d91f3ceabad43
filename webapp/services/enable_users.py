"""Enables users who were disabled: they can sign in again."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, update

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.user_actions import UserAction
from webapp.models import User
from webapp.services.steps.user_actions import ActionDone, carry_out
from webapp.services.steps.users import UserRecord
from webapp.services.terminate_sessions import TerminationResult


def enable_users(db: Database, actor: Actor, names: Sequence[str], now: datetime) -> ActionDone:
    """Enable these users; who is not disabled is left out. Raises NotFound."""

    def work(tx: Connection, users: list[UserRecord]) -> tuple[TerminationResult, ...]:
        enable(tx, actor, users)
        return ()

    return carry_out(db, actor, UserAction.ENABLE, names, work, now)


def enable(tx: Connection, actor: Actor, users: Sequence[UserRecord]) -> None:
    """The same, as a step of another use case."""
    these = (User.account_id == actor.account_id, User.user_id.in_([user.user_id for user in users]))
    tx.execute(update(User).where(*these).values(disabled_at=None))
