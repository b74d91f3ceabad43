"""License Usage: the overview, and who holds which license with which sessions, as one person may see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from webapp.db import Database
from webapp.domain.access import Actor, Right, may_view_any
from webapp.domain.errors import Forbidden
from webapp.domain.texts import phrase
from webapp.services.shared_reads import SharedReads
from webapp.services.steps.accounts import AccountState, read_account
from webapp.services.steps.usage_layout import LicenseGroup, SessionRow, license_groups, session_row
from webapp.services.steps.usage_numbers import paused_by_user
from webapp.services.steps.usage_overview import (
    AccountNumbers,
    Overview,
    PpuStanding,
    overview_of,
    read_numbers,
)
from webapp.services.steps.usage_rows import (
    license_numbers,
    paused_sessions,
    sessions_on,
    sessions_on_ppu,
)

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


@dataclass(frozen=True, slots=True)
class _Facts:
    """What was read for everybody who sees the same sessions, in one snapshot. `users`: whose sessions are shown."""

    account: AccountState
    numbers: AccountNumbers
    on_licenses: list[Row[Any]]
    on_ppu: list[Row[Any]]
    paused: dict[int, int]
    next_after: int | None
    users: frozenset[int]


def view_usage(
    db: Database, actor: Actor, query: UsageQuery, now: datetime, reads: SharedReads | None = None
) -> UsagePage:
    """Read the page. Raises Forbidden for an actor who may view no sessions.

    `reads`: what others who were woken by the same change have read already, where they see the same sessions. What only
    the actor may know (their paused sessions) is read for them alone.
    """
    if not may_view_any(actor):
        raise Forbidden(
            phrase("You may not view License Usage. Ask the account owner for the right to view sessions.")
        )
    reads = reads or SharedReads()
    sees = (actor.account_id, query, _whose(actor, query))
    facts = reads.once(("usage", sees), lambda: _read(db, actor, query, now))
    groups, on_ppu = reads.once(
        ("rows", sees, actor.rights, actor.user_id if actor.user_id in facts.users else None),
        lambda: _laid_out(facts, actor, now),
    )
    paused = _paused(db, facts, actor, query, now)
    return UsagePage(
        overview=overview_of(db, facts.numbers, actor, now),
        groups=groups,
        on_ppu=on_ppu,
        paused=tuple(session_row(row, actor, facts.account, now) for row in paused),
        next_after=facts.next_after,
        revision=facts.account.revision,
        notice_seconds=facts.account.notice_seconds,
    )


def _whose(actor: Actor, query: UsageQuery) -> int | None:
    """Whose sessions alone are looked for; None: those of the whole account."""
    return None if Right.VIEW_DOMAIN in actor.rights and query.show != "mine" else actor.user_id


def _read(db: Database, actor: Actor, query: UsageQuery, now: datetime) -> _Facts:
    with db.read() as tx:
        account = read_account(tx, actor.account_id)
        numbers = _numbers(tx, actor, query, now)
        shown, is_last = numbers[:LICENSES_PER_PAGE], len(numbers) <= LICENSES_PER_PAGE
        shows_ppu = is_last and query.show in ON_PPU
        on_licenses = sessions_on(tx, actor, shown, now) if shown else []
        on_ppu = sessions_on_ppu(tx, actor, query.search, query.show, now) if shows_ppu else []
        return _Facts(
            account=account,
            numbers=read_numbers(tx, actor, account, now),
            on_licenses=on_licenses,
            on_ppu=on_ppu,
            users=frozenset(row.user_id for row in (*on_licenses, *on_ppu)),
            paused=paused_by_user(tx, actor.account_id, now) if is_last else {},
            next_after=None if is_last else shown[-1],
        )


def _laid_out(
    facts: _Facts, actor: Actor, now: datetime
) -> tuple[tuple[LicenseGroup, ...], tuple[SessionRow, ...]]:
    on_ppu = tuple(session_row(row, actor, facts.account, now, row.minutes_used) for row in facts.on_ppu)
    return license_groups(facts.on_licenses, actor, facts.account, now), on_ppu


def _numbers(tx: Connection, actor: Actor, query: UsageQuery, now: datetime) -> list[int]:
    """The licenses of the page, and one more if there is one."""
    if query.show not in ON_LICENSES:
        return []
    return license_numbers(tx, actor, query.search, query.show, query.after, LICENSES_PER_PAGE + 1, now)


def _paused(db: Database, facts: _Facts, actor: Actor, query: UsageQuery, now: datetime) -> list[Row[Any]]:
    is_shown = query.with_paused and query.show in PAUSED and actor.user_id in facts.paused
    if not is_shown:
        return []
    with db.read() as tx:
        return paused_sessions(tx, actor, query.search, now)
