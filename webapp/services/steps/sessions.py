"""Reading sessions as they stand now, and the view of one that the client API gives."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, and_, bindparam, select
from sqlalchemy.orm import aliased

from webapp.db.prepared import Prepared
from webapp.domain.access import Actor
from webapp.domain.errors import NotFound
from webapp.domain.leases import renew_every_seconds
from webapp.domain.states import EndReason, Funding, SessionKind, SessionState
from webapp.domain.termination import ended_message, message
from webapp.domain.texts import phrase
from webapp.domain.truth import Standing, StoredSession, standing
from webapp.models import Account, ClientSession, Device, SessionCode, Termination, User

Ender = aliased(User)
WAITING = (SessionState.STANDBY, SessionState.PAUSED)
_COLUMNS: tuple[Any, ...] = (
    ClientSession,
    User.name.label("user_name"),
    User.display_name,
    Device.name.label("device_name"),
    Account.lease_seconds,
    Termination.reason,
    Termination.notice_seconds,
    Termination.told_at,
    Ender.display_name.label("ender_name"),
    SessionCode.code,
)
_OWN = Prepared(
    select(ClientSession).where(
        ClientSession.account_id == bindparam("account"),
        ClientSession.session_id == bindparam("session"),
        ClientSession.user_id == bindparam("user"),
        ClientSession.device_id == bindparam("device"),
    )
)


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session as its client sees it. `seconds` are left until `ends_at`; `message` is what the remote side shows.

    `expires_at`: when its code expires while it is in standby, or when it is over if it stays paused. `code`: how somebody
    joins it, for its own user alone.
    """

    id: UUID
    user_id: int
    device_id: int
    kind: SessionKind
    state: SessionState
    license: int | None
    funding: Funding | None
    remote: str
    remote_address: str | None
    user: str
    user_display_name: str
    device: str
    opened_at: datetime
    lease_expires_at: datetime
    renew_every_seconds: int
    ends_at: datetime | None = None
    seconds: float | None = None
    message: str | None = None
    ended_at: datetime | None = None
    end_reason: EndReason | None = None
    expires_at: datetime | None = None
    joined_at: datetime | None = None
    code: str | None = None


def session_rows(*columns: Any) -> Select[Any]:  # columns of any kind
    """A query for sessions with their user, device, running or last effective termination, and `columns` besides."""
    return (
        select(*_COLUMNS, *columns)
        .select_from(ClientSession)
        .join(Account, Account.account_id == ClientSession.account_id)
        .join(User, User.user_id == ClientSession.user_id)
        .join(Device, Device.device_id == ClientSession.device_id)
        .outerjoin(
            Termination,
            and_(
                Termination.account_id == ClientSession.account_id,
                Termination.session_id == ClientSession.session_id,
                Termination.taken_back_at.is_(None),
            ),
        )
        .outerjoin(
            SessionCode,
            and_(
                SessionCode.account_id == ClientSession.account_id,
                SessionCode.session_id == ClientSession.session_id,
            ),
        )
        .outerjoin(Ender, Ender.user_id == Termination.requested_by)
    )


def row_standing(row: Row[Any], now: datetime) -> Standing:
    """The state of a row of `session_rows` at `now`."""
    stored = StoredSession(
        row.state,
        row.lease_expires_at,
        row.ends_at,
        row.ended_at,
        row.end_reason,
        row.ends_for,
        row.expires_at,
    )
    return standing(stored, now)


def remote_message(row: Row[Any], state: SessionState) -> str | None:
    """What the remote side of this session shows about its ending; None when nobody asked to end it."""
    if row.notice_seconds is None:
        return None
    if state is SessionState.ENDED:
        return ended_message(row.ender_name, row.reason)
    return message(row.ender_name, row.reason, row.notice_seconds)


def session_view(row: Row[Any], now: datetime) -> SessionView:
    """The view of a row of `session_rows` at `now`."""
    stands = row_standing(row, now)
    ends_at = row.ends_at if stands.state is SessionState.ENDING else None
    return SessionView(
        id=row.session_id,
        user_id=row.user_id,
        device_id=row.device_id,
        kind=row.kind,
        state=stands.state,
        license=row.license_number,
        funding=row.funding,
        remote=row.remote,
        remote_address=row.remote_address,
        user=row.user_name,
        user_display_name=row.display_name,
        device=row.device_name,
        opened_at=row.opened_at,
        lease_expires_at=row.lease_expires_at,
        renew_every_seconds=renew_every_seconds(row.lease_seconds),
        ends_at=ends_at,
        seconds=(ends_at - now).total_seconds() if ends_at else None,
        message=remote_message(row, stands.state),
        ended_at=stands.ended_at,
        end_reason=stands.end_reason,
        expires_at=row.expires_at if stands.state in WAITING else None,
        joined_at=row.joined_at,
        code=row.code if stands.state is SessionState.STANDBY else None,
    )


def own_session(tx: Connection, actor: Actor, session_id: UUID) -> Any:  # noqa: ANN401 - a row of its columns
    """The session that this user opened from this device, as stored. Raises NotFound."""
    who = {"account": actor.account_id, "user": actor.user_id, "device": actor.device_id}
    row = _OWN.first(tx, {**who, "session": session_id})
    if row is None:
        raise NotFound(phrase("There is no such session of yours on this device."))
    return row
