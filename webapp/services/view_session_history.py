"""One session of the past or the present: who it was, and what happened to it, in order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, or_, select
from sqlalchemy.orm import aliased

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.errors import NotFound
from webapp.domain.states import ClosedBy, EndReason, SessionHappening
from webapp.domain.termination import CAUSES
from webapp.domain.texts import phrase
from webapp.models import ClientSession, LicenseHolding, SessionEvent, Termination, User
from webapp.services.steps.history_rows import HistoryRow, history_row, row_columns
from webapp.services.steps.session_history import seen_by, with_names

Keeper = aliased(User)


class Chapter(StrEnum):
    """What a session's timeline tells. Those of one moment stand in this order."""

    OPENED = "opened"
    CODE_ISSUED = "code_issued"
    JOINED = "joined"
    RESUMED = "resumed"
    ON_LICENSE = "on_license"
    ON_PPU = "on_ppu"
    PAUSED = "paused"
    END_ASKED = "end_asked"
    TOLD = "told"
    CONFIRMED = "confirmed"
    TAKEN_BACK = "taken_back"
    REMOTE_LEFT = "remote_left"
    ENDED = "ended"


_ORDER = {chapter: n for n, chapter in enumerate(Chapter)}


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened. `who`: the person who did it; None: nobody, or the server itself.

    `detail`: the name of who joined, the number of a license, or the reason that was told. `closed_by`: what closed a
    session that was being ended. `takes_effect_at`: when what was asked for would take effect.
    """

    at: datetime
    what: Chapter
    who: str | None = None
    detail: str | None = None
    closed_by: ClosedBy | None = None
    takes_effect_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SessionHistory:
    """The session as the report lists it, and its timeline, oldest first."""

    session: HistoryRow
    timeline: tuple[Happening, ...]


def view_session_history(db: Database, actor: Actor, session_id: UUID, now: datetime) -> SessionHistory:
    """Read one session. Raises Forbidden without a right to view reports, and NotFound for what the actor may not see."""
    query = with_names(
        select(*row_columns(now), ClientSession.user_id, ClientSession.device_id)
        .select_from(ClientSession)
        .where(*seen_by(actor, now), ClientSession.session_id == session_id)
    )
    with db.read() as tx:
        row = tx.execute(query).first()
        if row is None:
            raise NotFound(phrase("There is no such session."))
        told = [*_events(tx, actor.account_id, session_id), *_terminations(tx, actor.account_id, session_id)]
        told.append(_opened(tx, actor.account_id, row, told))
        session = history_row(row)
        closed_by = _closed_by(tx, actor.account_id, session_id, session.end_reason)
    if session.ended_at is not None:
        told.append(Happening(session.ended_at, Chapter.ENDED, session.ended_by, closed_by=closed_by))
    return SessionHistory(
        session, tuple(sorted(told, key=lambda happening: (happening.at, _ORDER[happening.what])))
    )


def _opened(tx: Connection, account_id: int, row: Row[Any], told: list[Happening]) -> Happening:
    """How it began: on which license, unless it began on pay per use."""
    on_ppu = any(each.what is Chapter.ON_PPU and each.at == row.opened_at for each in told)
    held = select(LicenseHolding.number).where(
        LicenseHolding.account_id == account_id,
        LicenseHolding.user_id == row.user_id,
        LicenseHolding.device_id == row.device_id,
        LicenseHolding.held_since <= row.opened_at,
        or_(LicenseHolding.released_at.is_(None), LicenseHolding.released_at > row.opened_at),
    )
    number = None if on_ppu else tx.execute(held).scalars().first()
    detail = None if number is None else str(number)
    return Happening(row.opened_at, Chapter.OPENED, row.display_name, detail)


def _events(tx: Connection, account_id: int, session_id: UUID) -> Iterator[Happening]:
    query = (
        select(SessionEvent.at, SessionEvent.what, SessionEvent.detail, User.display_name)
        .outerjoin(User, User.user_id == SessionEvent.user_id)
        .where(SessionEvent.account_id == account_id, SessionEvent.session_id == session_id)
    )
    for row in tx.execute(query):
        joined = row.what is SessionHappening.JOINED
        who, detail = (row.detail, None) if joined else (row.display_name, row.detail)
        yield Happening(row.at, Chapter(row.what), who, detail)


def _terminations(tx: Connection, account_id: int, session_id: UUID) -> Iterator[Happening]:
    """Each request to end it: asked, told, confirmed, and taken back."""
    query = (
        select(Termination, User.display_name.label("asked_by"), Keeper.display_name.label("kept_by"))
        .outerjoin(User, User.user_id == Termination.requested_by)
        .outerjoin(Keeper, Keeper.user_id == Termination.taken_back_by)
        .where(Termination.account_id == account_id, Termination.session_id == session_id)
    )
    for row in tx.execute(query):
        yield Happening(
            row.requested_at,
            Chapter.END_ASKED,
            row.asked_by,
            row.reason,
            takes_effect_at=row.takes_effect_at,
        )
        if row.told_at is not None:
            yield Happening(row.told_at, Chapter.TOLD)
        if row.confirmed_at is not None:
            yield Happening(row.confirmed_at, Chapter.CONFIRMED)
        if row.taken_back_at is not None:
            yield Happening(row.taken_back_at, Chapter.TAKEN_BACK, row.kept_by)


def _closed_by(tx: Connection, account_id: int, session_id: UUID, why: EndReason | None) -> ClosedBy | None:
    """What closed it after somebody had asked for its end; also where that is not written down yet."""
    query = select(Termination.closed_by).where(
        Termination.account_id == account_id,
        Termination.session_id == session_id,
        Termination.taken_back_at.is_(None),
    )
    asked = tx.execute(query).first()
    if asked is None or why is None:
        return None
    written: ClosedBy | None = asked.closed_by
    return written or CAUSES.get(why, ClosedBy.DEADLINE)
