"""Sessions as the rights say, for the client API: a page of those that are not over, or one of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, or_

from webapp.db import Database
from webapp.domain.access import Actor, Right, may_view
from webapp.domain.errors import Forbidden, NotFound
from webapp.domain.states import SessionState
from webapp.domain.texts import phrase
from webapp.models import IS_HOLDING, ClientSession
from webapp.services.steps.sessions import SessionView, row_standing, session_rows, session_view

PAGE_MAX = 200


@dataclass(frozen=True, slots=True)
class SessionList:
    """A page of sessions, oldest first. `next` continues it; None: that was all."""

    items: tuple[SessionView, ...]
    next: UUID | None


def list_sessions(db: Database, actor: Actor, after: UUID | None, limit: int, now: datetime) -> SessionList:
    """List the sessions that are not over and that the actor may view. Raises Forbidden without any right to view."""
    count = max(1, min(limit, PAGE_MAX))
    with db.read() as tx:
        rows = tx.execute(_visible(actor, after, now).limit(count + 1)).all()
    page = rows[:count]
    return SessionList(
        tuple(session_view(row, now) for row in page), page[-1].session_id if len(rows) > count else None
    )


def get_session(db: Database, actor: Actor, session_id: UUID, now: datetime) -> SessionView:
    """One session, also when it is over. Raises NotFound when there is none that the actor may view.

    The user who opened it may always ask for it from the device that runs it.
    """
    with db.read() as tx:
        row = tx.execute(
            session_rows().where(
                ClientSession.account_id == actor.account_id, ClientSession.session_id == session_id
            )
        ).one_or_none()
    if row is None or not _may_ask(actor, row, row_standing(row, now).state):
        raise NotFound(phrase("There is no such session."))
    return session_view(row, now)


def _may_ask(actor: Actor, row: Row[Any], state: SessionState) -> bool:
    runs_it = row.user_id == actor.user_id and row.device_id == actor.device_id
    return runs_it or may_view(actor, row.user_id, state)


def _visible(actor: Actor, after: UUID | None, now: datetime) -> Select[Any]:
    query = session_rows().where(
        ClientSession.account_id == actor.account_id,
        or_(
            and_(IS_HOLDING, ClientSession.over_at > now),
            and_(
                ClientSession.state == SessionState.PAUSED,
                ClientSession.over_at > now,
                ClientSession.user_id == actor.user_id,
            ),
        ),
    )
    if Right.VIEW_DOMAIN not in actor.rights:
        if Right.VIEW_OWN not in actor.rights:
            raise Forbidden(
                phrase("You may not view sessions of this account. Ask the account owner for the right to.")
            )
        query = query.where(ClientSession.user_id == actor.user_id)
    if after is not None:
        query = query.where(ClientSession.session_id > after)
    return query.order_by(ClientSession.session_id)
