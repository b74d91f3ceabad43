"""Looks what an action would do to users, before somebody confirms it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.user_actions import UserAction
from webapp.models import ClientSession
from webapp.services.steps.accounts import read_account
from webapp.services.steps.user_actions import ActionPlan, plan
from webapp.services.steps.users import live_sessions


@dataclass(frozen=True, slots=True)
class ActionPreview:
    """Who it would be done to and who would be left out; how many sessions they have open, and the notice in seconds."""

    plan: ActionPlan
    sessions: int
    notice_seconds: int


def plan_user_action(
    db: Database, actor: Actor, action: UserAction, names: Sequence[str], now: datetime
) -> ActionPreview:
    """Look what would happen. Raises NotFound when a user is not there."""
    with db.read() as tx:
        planned = plan(tx, actor, action, names)
        ids = [user.user_id for user in planned.users]
        sessions = (
            select(func.count())
            .select_from(ClientSession)
            .where(*live_sessions(actor.account_id, now), ClientSession.user_id.in_(ids))
        )
        account = read_account(tx, actor.account_id)
        return ActionPreview(planned, tx.execute(sessions).scalar_one(), account.notice_seconds)
