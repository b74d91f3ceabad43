"""Closing sessions: those whose time has run out, and those that somebody closes. Frees what they held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, case, update

from webapp.db import takes_time
from webapp.db.prepared import Prepared
from webapp.domain.ppu_settlement import FreeLicense
from webapp.domain.states import ClosedBy, EndReason, Funding, SessionKind, SessionState
from webapp.domain.termination import CAUSES
from webapp.models import IS_OPEN, ClientSession, Termination
from webapp.services.steps.accounts import AccountState
from webapp.services.steps.codes import withdraw_code
from webapp.services.steps.licenses import release_licenses
from webapp.services.steps.pay_per_use import running_on_ppu, settle_ppu

FEW = 5
"""So many sessions may end on the way of a brief write."""
_WHAT_LEFT = (
    ClientSession.session_id,
    ClientSession.user_id,
    ClientSession.device_id,
    ClientSession.kind,
    ClientSession.funding,
    ClientSession.license_number,
    ClientSession.ended_at,
    ClientSession.end_reason,
)
_NOT_WAITING: dict[str, None] = {"ends_at": None, "ends_for": None, "expires_at": None, "paused_at": None}
_CLOSE_OVERDUE = Prepared(
    update(ClientSession)
    .where(
        ClientSession.account_id == bindparam("account"),
        IS_OPEN,
        ClientSession.over_at <= bindparam("now"),
    )
    .values(
        state=SessionState.ENDED,
        ended_at=ClientSession.over_at,
        end_reason=case(
            (ClientSession.state == SessionState.PAUSED, EndReason.PAUSE_EXPIRED.value),
            (ClientSession.ends_at <= ClientSession.lease_expires_at, ClientSession.ends_for),
            (ClientSession.expires_at <= ClientSession.lease_expires_at, EndReason.CODE_EXPIRED.value),
            else_=EndReason.LEASE_LAPSED.value,
        ),
        **_NOT_WAITING,
        revision=bindparam("change"),
    )
    .returning(*_WHAT_LEFT)
)
_CLOSE_ONE = Prepared(
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
        **_NOT_WAITING,
        revision=bindparam("change"),
    )
    .returning(*_WHAT_LEFT)
)
_CLOSE_TERMINATION = Prepared(
    update(Termination)
    .where(
        Termination.account_id == bindparam("account"),
        Termination.session_id == bindparam("session"),
        Termination.closed_at.is_(None),
        Termination.taken_back_at.is_(None),
    )
    .values(closed_at=bindparam("moment"), closed_by=bindparam("cause"))
)


@dataclass(frozen=True, slots=True)
class Closed:
    """What closing did: how many sessions ended, and which licenses became free by it."""

    sessions: int
    freed: tuple[FreeLicense, ...]


def close_overdue(tx: Connection, account: AccountState, now: datetime) -> Closed:
    """Write down what is true already: sessions whose time has passed ended at that very moment, minutes that have begun
    are charged, and sessions on pay per use have moved onto what became free."""
    running = running_on_ppu(tx, account.account_id)
    overdue = {"account": account.account_id, "now": now, "change": account.revision}
    rows = _CLOSE_OVERDUE.all(tx, overdue)
    if len(rows) > FEW:
        takes_time(tx)
    closed = _after_closing(tx, account, rows)
    if any(row.over_at <= now for row in running):  # closed by this, or renewed at this very moment
        ended = {row.session_id for row in rows}
        were = [row for row in running if row.session_id in ended]
        running = [*were, *running_on_ppu(tx, account.account_id)]
    _settle(tx, account, running, closed.freed, now)
    return closed


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
    closed = _after_closing(tx, account, _CLOSE_ONE.all(tx, one), cause)
    pass_on(tx, account, closed.freed, now)
    return closed


def pass_on(tx: Connection, account: AccountState, freed: Sequence[FreeLicense], now: datetime) -> None:
    """Sessions on pay per use move onto licenses that became free."""
    if freed:
        _settle(tx, account, running_on_ppu(tx, account.account_id), freed, now)


def _settle(
    tx: Connection,
    account: AccountState,
    running: Sequence[Row[Any]],
    freed: Sequence[FreeLicense],
    now: datetime,
) -> None:
    if not running:
        return
    for session_id, at in settle_ppu(tx, account, running, freed, now):
        close_session(tx, account, session_id, EndReason.PPU_USED_UP, ClosedBy.AT_ONCE, at)


def _after_closing(
    tx: Connection, account: AccountState, rows: Sequence[Any], cause: ClosedBy | None = None
) -> Closed:
    if not rows:
        return Closed(0, ())
    _CLOSE_TERMINATION.run_many(
        tx,
        [
            {
                "account": account.account_id,
                "session": row.session_id,
                "moment": row.ended_at,
                "cause": cause or CAUSES.get(row.end_reason, ClosedBy.DEADLINE),
            }
            for row in rows
        ],
    )
    for row in rows:
        if row.kind is SessionKind.SUPPORT:
            withdraw_code(tx, account.account_id, row.session_id)
    left = [
        (r.license_number, (r.user_id, r.device_id), r.ended_at)
        for r in rows
        if r.funding is Funding.LICENSE  # a paused one has let go of the license whose number it still has
    ]
    return Closed(len(rows), tuple(release_licenses(tx, account, left)))
