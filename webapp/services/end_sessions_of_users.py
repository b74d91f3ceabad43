"""Ends all that users have open, with the usual notice."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.user_actions import UserAction
from webapp.services.steps.signing_out import end_all_sessions
from webapp.services.steps.user_actions import ActionDone, carry_out
from webapp.services.steps.users import UserRecord
from webapp.services.terminate_sessions import TerminationResult


def end_sessions_of_users(db: Database, actor: Actor, names: Sequence[str], now: datetime) -> ActionDone:
    """End the running sessions of these users; paused ones are seen by nobody but their own user. Raises NotFound."""

    def work(tx: Connection, users: list[UserRecord]) -> tuple[TerminationResult, ...]:
        return end_all_sessions(tx, actor, [user.user_id for user in users], now)

    return carry_out(db, actor, UserAction.END_SESSIONS, names, work, now)
