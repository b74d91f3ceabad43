"""Has users choose a new password the next time they sign in."""

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


def require_new_password(db: Database, actor: Actor, names: Sequence[str], now: datetime) -> ActionDone:
    """Mark these users; who is signed in stays signed in until then. Raises NotFound."""

    def work(tx: Connection, users: list[UserRecord]) -> tuple[TerminationResult, ...]:
        ids = [user.user_id for user in users]
        these = (User.account_id == actor.account_id, User.user_id.in_(ids))
        tx.execute(update(User).where(*these).values(must_change_password=True))
        return ()

    return carry_out(db, actor, UserAction.MUST_CHANGE, names, work, now)
