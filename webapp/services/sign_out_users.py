"""Signs users out of all their browsers and devices. What their devices have open ends with the usual notice."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.user_actions import UserAction
from webapp.services.steps.signing_out import end_all_sessions, sign_out_everywhere
from webapp.services.steps.user_actions import ActionDone, carry_out
from webapp.services.steps.users import UserRecord
from webapp.services.terminate_sessions import TerminationResult


def sign_out_users(db: Database, actor: Actor, names: Sequence[str], now: datetime) -> ActionDone:
    """Sign these users out. A device that is signed out cannot renew its leases, so its sessions are ended in good order.

    Raises NotFound.
    """

    def work(tx: Connection, users: list[UserRecord]) -> tuple[TerminationResult, ...]:
        ids = [user.user_id for user in users]
        ending = end_all_sessions(tx, actor, ids, now)
        sign_out_everywhere(tx, actor.account_id, ids, now)
        return ending

    return carry_out(db, actor, UserAction.SIGN_OUT, names, work, now)
