"""The rows of License Usage as one person may see them, laid out from what was read for many. They say nothing of the time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from webapp.domain.access import Actor, may_control
from webapp.domain.pausing import may_pause
from webapp.domain.states import EndReason, SessionKind, SessionState
from webapp.services.steps.accounts import AccountState
from webapp.services.steps.sessions import WAITING, row_standing


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session in the table. `told`: its client has the message. `may_end`: also take the ending back, unless it ends
    because minutes are used up (`ends_for`): nobody can. `minutes_used`: charged to pay per use so far. `waiting_since`: when
    the code was issued that nobody has joined yet.
    """

    id: UUID
    kind: SessionKind
    state: SessionState
    remote: str
    remote_address: str | None
    display_name: str
    device_name: str
    opened_at: datetime
    ends_at: datetime | None
    notice_seconds: int
    mine: bool
    may_end: bool
    may_pause: bool
    ending_by: str | None
    ending_reason: str | None
    told: bool
    ends_for: EndReason | None = None
    expires_at: datetime | None = None
    minutes_used: int = 0
    waiting_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class LicenseGroup:
    """A license with its holder and all their sessions."""

    number: int
    display_name: str
    user_name: str
    device_name: str
    mine: bool
    held_since: datetime
    sessions: tuple[SessionRow, ...]


def license_groups(
    rows: Iterable[Row[Any]], actor: Actor, account: AccountState, now: datetime
) -> tuple[LicenseGroup, ...]:
    groups = []
    for number, of_license in groupby(rows, key=lambda row: row.holds_license):
        sessions = list(of_license)
        first = sessions[0]
        groups.append(
            LicenseGroup(
                number=number,
                display_name=first.display_name,
                user_name=first.user_name,
                device_name=first.device_name,
                mine=first.user_id == actor.user_id,
                held_since=first.held_since,
                sessions=tuple(session_row(row, actor, account, now) for row in sessions),
            )
        )
    return tuple(groups)


def session_row(
    row: Row[Any], actor: Actor, account: AccountState, now: datetime, minutes_used: int = 0
) -> SessionRow:
    state, mine = row_standing(row, now).state, row.user_id == actor.user_id
    return SessionRow(
        id=row.session_id,
        kind=row.kind,
        state=state,
        remote=row.remote,
        remote_address=row.remote_address,
        display_name=row.display_name,
        device_name=row.device_name,
        opened_at=row.opened_at,
        ends_at=row.ends_at,
        notice_seconds=row.notice_seconds or account.notice_seconds,
        mine=mine,
        may_end=may_control(actor, row.user_id, state),
        may_pause=mine and may_pause(state),
        ending_by=row.ender_name,
        ending_reason=row.reason,
        told=row.told_at is not None,
        ends_for=row.ends_for,
        expires_at=row.expires_at if state in WAITING else None,
        minutes_used=minutes_used,
        waiting_since=row.issued_at if state is SessionState.STANDBY else None,
    )
