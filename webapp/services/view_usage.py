"""License Usage: the overview, and who holds which license with which sessions, as one person may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row

from webapp.db import Database
from webapp.domain.access import Actor, may_control, may_view_any
from webapp.domain.errors import Forbidden
from webapp.domain.pausing import may_pause
from webapp.domain.states import EndReason, SessionKind, SessionState
from webapp.services.steps.accounts import AccountState, read_account
from webapp.services.steps.sessions import WAITING, row_standing
from webapp.services.steps.usage_overview import Overview, PpuStanding, read_overview
from webapp.services.steps.usage_rows import license_numbers, paused_sessions, sessions_on, sessions_on_ppu

__all__ = ["LicenseGroup", "Overview", "PpuStanding", "SessionRow", "UsagePage", "UsageQuery", "view_usage"]

LICENSES_PER_PAGE = 100
ON_LICENSES, ON_PPU, PAUSED = (
    ("all", "mine", "ending"),
    ("all", "mine", "ending", "ppu"),
    ("all", "mine", "paused"),
)
"""Which of `UsageQuery.show` look at sessions on licenses, at those on pay per use, and at paused ones."""


@dataclass(frozen=True, slots=True)
class UsageQuery:
    """What the page is asked to show. `show`: all, mine, ending, ppu or paused. `after`: the last license number of the page
    before. `with_paused` False: somebody else looks through the actor's eyes, and paused sessions are nobody else's to see.
    """

    search: str = ""
    show: str = "all"
    after: int | None = None
    with_paused: bool = True


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session in the table. `told`: its client has the message. `may_end`: also take the ending back, unless it ends
    because minutes are used up (`ends_for`): nobody can. `minutes_used`: charged to pay per use so far.
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


@dataclass(frozen=True, slots=True)
class UsagePage:
    """What License Usage shows. `next_after` continues it; `revision` is how far the account had come.

    Sessions on pay per use and the actor's own paused ones come after the last license, so on the last page.
    """

    overview: Overview
    groups: tuple[LicenseGroup, ...]
    on_ppu: tuple[SessionRow, ...]
    paused: tuple[SessionRow, ...]
    next_after: int | None
    revision: int
    notice_seconds: int


def view_usage(db: Database, actor: Actor, query: UsageQuery, now: datetime) -> UsagePage:
    """Read the page in one snapshot. Raises Forbidden for an actor who may view no sessions."""
    if not may_view_any(actor):
        raise Forbidden(
            "You may not view License Usage. Ask the account owner for the right to view sessions."
        )
    with db.read() as tx:
        account = read_account(tx, actor.account_id)
        numbers = _numbers(tx, actor, query, now)
        shown, is_last = numbers[:LICENSES_PER_PAGE], len(numbers) <= LICENSES_PER_PAGE
        on_licenses = sessions_on(tx, actor, shown, now)
        on_ppu, paused = _without_license(tx, actor, query, now) if is_last else ([], [])
        overview = read_overview(tx, actor, account, now)
    return UsagePage(
        overview=overview,
        groups=_groups(on_licenses, actor, account, now),
        on_ppu=tuple(_session(row, actor, account, now, row.minutes_used) for row in on_ppu),
        paused=tuple(_session(row, actor, account, now) for row in paused),
        next_after=None if is_last else shown[-1],
        revision=account.revision,
        notice_seconds=account.notice_seconds,
    )


def _numbers(tx: Connection, actor: Actor, query: UsageQuery, now: datetime) -> list[int]:
    """The licenses of the page, and one more if there is one."""
    if query.show not in ON_LICENSES:
        return []
    return license_numbers(tx, actor, query.search, query.show, query.after, LICENSES_PER_PAGE + 1, now)


def _without_license(
    tx: Connection, actor: Actor, query: UsageQuery, now: datetime
) -> tuple[list[Row[Any]], list[Row[Any]]]:
    on_ppu = sessions_on_ppu(tx, actor, query.search, query.show, now) if query.show in ON_PPU else []
    is_shown = query.with_paused and query.show in PAUSED
    return on_ppu, paused_sessions(tx, actor, query.search, now) if is_shown else []


def _groups(
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
                sessions=tuple(_session(row, actor, account, now) for row in sessions),
            )
        )
    return tuple(groups)


def _session(
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
    )
