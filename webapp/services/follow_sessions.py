"""What event streams follow: which accounts have changed, and what changed in one of them since a revision."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.states import EndReason, SessionState
from webapp.models import IS_OPEN, Account, ClientSession, Termination
from webapp.services.steps.sessions import remote_message, row_standing, session_rows

_REVISIONS = select(Account.account_id, Account.revision, Account.access_revision).where(
    Account.account_id.in_(bindparam("accounts", expanding=True))
)
Earlier = aliased(Termination)
_EVER_TAKEN_BACK = (
    select(func.max(Earlier.taken_back_at))
    .where(Earlier.account_id == ClientSession.account_id, Earlier.session_id == ClientSession.session_id)
    .scalar_subquery()
    .label("taken_back_at")
)
_CHANGED = session_rows(_EVER_TAKEN_BACK).where(
    ClientSession.account_id == bindparam("account"), ClientSession.revision > bindparam("after")
)
_NEXT_END = select(func.min(ClientSession.over_at)).where(
    ClientSession.account_id == bindparam("account"), IS_OPEN
)


@dataclass(frozen=True, slots=True)
class Revisions:
    """How far an account has come: with its sessions, and with who may do what."""

    sessions: int
    access: int


class News(StrEnum):
    """What a device is told of a session."""

    ENDING = "ending"
    KEPT = "kept"
    ENDED = "ended"
    JOINED = "joined"
    PAUSED = "paused"
    RESUMED = "resumed"


_NEWS = {
    SessionState.ENDING: News.ENDING,
    SessionState.PAUSED: News.PAUSED,
    SessionState.ENDED: News.ENDED,
}
_STILL_NEWS = (SessionState.ENDING, SessionState.PAUSED)


@dataclass(frozen=True, slots=True)
class SessionChange:
    """What a device is told about one of its sessions. `expires_at`: when it is over if it stays paused."""

    revision: int
    session_id: UUID
    user_id: int
    device_id: int
    news: News
    state: SessionState
    remote: str
    ends_at: datetime | None = None
    expires_at: datetime | None = None
    notice_seconds: int | None = None
    message: str | None = None
    end_reason: EndReason | None = None


def revisions(db: Database, accounts: Collection[int]) -> Mapping[int, Revisions]:
    """How far these accounts have come."""
    with db.read() as tx:
        rows = tx.execute(_REVISIONS, {"accounts": list(accounts)}).all()
    return {account_id: Revisions(sessions, access) for account_id, sessions, access in rows}


def next_end(db: Database, account_id: int) -> datetime | None:
    """When the next session of the account runs out unless it is renewed or kept; None: there is none."""
    with db.read() as tx:
        return tx.execute(_NEXT_END, {"account": account_id}).scalar_one()


def changes_of_account(db: Database, account_id: int, after: int, now: datetime) -> list[SessionChange]:
    """What devices of the account are to be told that happened after this revision, oldest first."""
    return _changes(db, _CHANGED, {"account": account_id, "after": after}, now)


def changes_of_device(db: Database, actor: Actor, after: int, now: datetime) -> list[SessionChange]:
    """What one device missed since this revision: for a stream that comes back after a break.

    With 0, for a stream that begins: what is still going on, which is every session that is being ended or paused.
    """
    query = _CHANGED.where(
        ClientSession.user_id == actor.user_id,
        ClientSession.device_id == actor.device_id,
        or_(ClientSession.state.in_(_STILL_NEWS), bindparam("after") > 0),
    )
    return _changes(db, query, {"account": actor.account_id, "after": after}, now)


def _changes(db: Database, query: Select[Any], values: dict[str, int], now: datetime) -> list[SessionChange]:
    with db.read() as tx:
        rows = tx.execute(query.order_by(ClientSession.revision), values).all()
    changes = (_change(row, now) for row in rows)
    return [change for change in changes if change is not None]


def _change(row: Row[Any], now: datetime) -> SessionChange | None:
    stands = row_standing(row, now)
    news = _NEWS.get(stands.state) or _latest(row)
    if news is None:
        return None
    return SessionChange(
        revision=row.revision,
        session_id=row.session_id,
        user_id=row.user_id,
        device_id=row.device_id,
        news=news,
        state=stands.state,
        remote=row.remote,
        ends_at=row.ends_at,
        expires_at=row.expires_at if stands.state is SessionState.PAUSED else None,
        notice_seconds=row.notice_seconds,
        message=remote_message(row, stands.state),
        end_reason=stands.end_reason,
    )


def _latest(row: Row[Any]) -> News | None:
    """What came last for a session that goes on; None: nothing that its device does not know by itself."""
    happened = {
        News.KEPT: row.taken_back_at,
        News.JOINED: row.joined_at,
        News.RESUMED: row.resumed_at,
    }
    times = {news: at for news, at in happened.items() if at is not None}
    return max(times, key=times.__getitem__, default=None)
