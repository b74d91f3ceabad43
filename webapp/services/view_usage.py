"""License Usage: the overview, and who holds which license with which sessions, as one person may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, String, cast, func, select

from webapp.db import Database
from webapp.domain.access import Actor, Right, may_control, may_view_any
from webapp.domain.errors import Forbidden
from webapp.domain.states import SessionKind, SessionState
from webapp.models import Refusal, User
from webapp.services.steps.accounts import AccountState, read_account
from webapp.services.steps.sessions import row_standing
from webapp.services.steps.usage_rows import license_numbers, sessions_on, standing_of_licenses

LICENSES_PER_PAGE = 100
SEGMENTS_MAX = 60
A_DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class UsageQuery:
    """What the page is asked to show. `show`: all, mine or ending. `after`: the last license number of the page before."""

    search: str = ""
    show: str = "all"
    after: int | None = None


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session in the table. `may_end` also allows to take the ending back. `told`: its client has the message."""

    id: UUID
    kind: SessionKind
    state: SessionState
    remote: str
    remote_address: str | None
    opened_at: datetime
    ends_at: datetime | None
    notice_seconds: int
    mine: bool
    may_end: bool
    ending_by: str | None
    ending_reason: str | None
    told: bool


@dataclass(frozen=True, slots=True)
class LicenseGroup:
    """A license with its holder and all their sessions. `number` None: no license (pay per use, paused)."""

    number: int | None
    display_name: str
    user_name: str
    device_name: str
    mine: bool
    held_since: datetime
    sessions: tuple[SessionRow, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The numbers on top. `segments`: one of mine, other, ending, free a license; empty when there are more than 60."""

    licenses: int
    in_use: int
    segments: tuple[str, ...]
    own_limit: int | None
    own_in_use: int
    refused_in_24_hours: int


@dataclass(frozen=True, slots=True)
class UsagePage:
    """What License Usage shows. `next_after` continues it; `revision` is how far the account had come."""

    overview: Overview
    groups: tuple[LicenseGroup, ...]
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
        numbers = license_numbers(
            tx, actor, query.search, query.show, query.after, LICENSES_PER_PAGE + 1, now
        )
        shown = numbers[:LICENSES_PER_PAGE]
        rows = sessions_on(tx, actor, shown, now)
        overview = _overview(tx, actor, account, now)
    return UsagePage(
        overview=overview,
        groups=_groups(rows, actor, account, now),
        next_after=shown[-1] if len(numbers) > LICENSES_PER_PAGE else None,
        revision=account.revision,
        notice_seconds=account.notice_seconds,
    )


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


def _session(row: Row[Any], actor: Actor, account: AccountState, now: datetime) -> SessionRow:
    state = row_standing(row, now).state
    return SessionRow(
        id=row.session_id,
        kind=row.kind,
        state=state,
        remote=row.remote,
        remote_address=row.remote_address,
        opened_at=row.opened_at,
        ends_at=row.ends_at,
        notice_seconds=row.notice_seconds or account.notice_seconds,
        mine=row.user_id == actor.user_id,
        may_end=may_control(actor, row.user_id, state),
        ending_by=row.ender_name,
        ending_reason=row.reason,
        told=row.told_at is not None,
    )


def _overview(tx: Connection, actor: Actor, account: AccountState, now: datetime) -> Overview:
    held = standing_of_licenses(tx, account.account_id, now)
    mine = sum(row.user_id == actor.user_id for row in held)
    own_limit = select(User.own_limit).where(User.user_id == actor.user_id)
    return Overview(
        licenses=account.licenses,
        in_use=len(held),
        segments=_segments(held, actor, account.licenses),
        own_limit=tx.execute(own_limit).scalar_one(),
        own_in_use=mine,
        refused_in_24_hours=_refused(tx, actor, now),
    )


def _segments(held: list[Row[Any]], actor: Actor, licenses: int) -> tuple[str, ...]:
    if max(licenses, len(held)) > SEGMENTS_MAX:
        return ()
    by_number = {
        row.number: "ending" if row.ending else "mine" if row.user_id == actor.user_id else "other"
        for row in held
    }
    above = [by_number[number] for number in sorted(by_number) if number > licenses]
    return tuple([by_number.get(number, "free") for number in range(1, licenses + 1)] + above)


def _refused(tx: Connection, actor: Actor, now: datetime) -> int:
    """How many wishes were refused: a client that waits and asks again has still one."""
    wish = func.coalesce(Refusal.wish, cast(Refusal.refusal_id, String))
    query = select(func.count(wish.distinct())).where(
        Refusal.account_id == actor.account_id, Refusal.refused_at > now - A_DAY
    )
    if Right.VIEW_DOMAIN not in actor.rights:
        query = query.where(Refusal.user_id == actor.user_id)
    return tx.execute(query).scalar_one()
