"""Closing sessions: those whose time has run out, and those that somebody closes. Frees what they held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, case, update

from webapp.domain.states import ClosedBy, EndReason, SessionState
from webapp.models import IS_HOLDING, ClientSession, Termination
from webapp.services.steps.accounts import AccountState
from webapp.services.steps.licenses import release_licenses

_WHAT_LEFT = (
    ClientSession.session_id,
    ClientSession.user_id,
    ClientSession.device_id,
    ClientSession.license_number,
    ClientSession.ended_at,
    ClientSession.end_reason,
)
_CLOSE_OVERDUE = (
    update(ClientSession)
    .where(
        ClientSession.account_id == bindparam("account"),
        IS_HOLDING,
        ClientSession.holds_until <= bindparam("now"),
    )
    .values(
        state=SessionState.ENDED,
        ended_at=ClientSession.holds_until,
        end_reason=case(
            (ClientSession.ends_at <= ClientSession.lease_expires_at, EndReason.TERMINATED.value),
            else_=EndReason.LEASE_LAPSED.value,
        ),
        ends_at=None,
        revision=bindparam("change"),
    )
    .returning(*_WHAT_LEFT)
)
_CLOSE_ONE = (
    update(ClientSession)
    .where(
        ClientSession.account_id == bindparam("account"),
        ClientSession.session_id == bindparam("session"),
        ClientSession.state != SessionState.ENDED,
    )
    .values(
        state=SessionState.ENDED,
        ended_at=bindparam("now"),
        end_reason=bindparam("why"),
        ends_at=None,
        revision=bindparam("change"),
    )
    .returning(*_WHAT_LEFT)
)
_CLOSE_TERMINATION = (
    update(Termination)
    .where(
        Termination.account_id == bindparam("account"),
        Termination.session_id == bindparam("session"),
        Termination.closed_at.is_(None),
        Termination.taken_back_at.is_(None),
    )
    .values(closed_at=bindparam("moment"), closed_by=bindparam("cause"))
)
_CAUSES = {
    EndReason.TERMINATED: ClosedBy.DEADLINE,
    EndReason.LEASE_LAPSED: ClosedBy.LEASE,
}


@dataclass(frozen=True, slots=True)
class Closed:
    """What closing did: how many sessions ended, and which license numbers became free."""

    sessions: int
    freed: tuple[int, ...]


def close_overdue(tx: Connection, account: AccountState, now: datetime) -> Closed:
    """Write down what is true already: sessions whose deadline or lease has passed ended at that very moment."""
    overdue = {"account": account.account_id, "now": now, "change": account.revision}
    return _after_closing(tx, account, tx.execute(_CLOSE_OVERDUE, overdue).all())


def close_session(
    tx: Connection, account: AccountState, session_id: UUID, why: EndReason, cause: ClosedBy, now: datetime
) -> Closed:
    """Close one session now; `cause` is what a running termination is closed by. One that has ended stays as it is."""
    one = {
        "account": account.account_id,
        "session": session_id,
        "now": now,
        "why": why,
        "change": account.revision,
    }
    return _after_closing(tx, account, tx.execute(_CLOSE_ONE, one).all(), cause)


def _after_closing(
    tx: Connection, account: AccountState, rows: Sequence[Any], cause: ClosedBy | None = None
) -> Closed:
    if not rows:
        return Closed(0, ())
    tx.execute(
        _CLOSE_TERMINATION,
        [
            {
                "account": account.account_id,
                "session": row.session_id,
                "moment": row.ended_at,
                "cause": cause or _CAUSES[row.end_reason],
            }
            for row in rows
        ],
    )
    left = [
        (r.license_number, (r.user_id, r.device_id), r.ended_at) for r in rows if r.license_number is not None
    ]
    return Closed(len(rows), tuple(release_licenses(tx, account, left)))
