"""Wishes that were refused, read from refusals and from the sessions that were let in afterwards."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, literal, select, tuple_, union_all
from sqlalchemy.orm import InstrumentedAttribute, aliased

from webapp.domain.states import SessionHappening
from webapp.domain.wishes import CAME_BACK_WITHIN, SAME_WISH_WITHIN, Attempt, LetIn, Wish, fold
from webapp.models import ClientSession, Refusal, SessionEvent

AT_ONCE = timedelta(days=28)
"""How much of a period is folded in one go, so that memory stays small."""
TRIED_AT_MOST = timedelta(days=7)
"""How long after a period retries of a wish that began in it are looked for."""
Span = tuple[datetime, datetime]


def spans(start: datetime, end: datetime) -> Iterator[Span]:
    """The parts of a period that are folded one by one, oldest first."""
    while start < end:
        until = min(start + AT_ONCE, end)
        yield start, until
        start = until


def read_wishes(
    tx: Connection, account_id: int, user_id: int | None, start: datetime, end: datetime, now: datetime
) -> list[Wish]:
    """The wishes that were first refused from `start` up to before `end`, oldest first. `user_id` None: of everybody."""
    around = start - SAME_WISH_WITHIN, end + TRIED_AT_MOST
    refused = _refused(account_id, user_id, around)
    attempts = [
        Attempt(
            row.refusal_id, (row.user_id, row.device_id), row.wish, row.refused_at, row.reason, row.remote
        )
        for row in tx.execute(select(Refusal).where(*refused))
    ]
    if not attempts:
        return []
    let_in = _let_in(tx, account_id, refused, (around[0], around[1] + CAME_BACK_WITHIN))
    return [wish for wish in fold(attempts, let_in, now) if start <= wish.first_at < end]


def _refused(account_id: int, user_id: int | None, span: Span) -> list[ColumnElement[bool]]:
    refused = [
        Refusal.account_id == account_id,
        Refusal.refused_at >= span[0],
        Refusal.refused_at < span[1],
    ]
    return refused if user_id is None else [*refused, Refusal.user_id == user_id]


def _let_in(
    tx: Connection, account_id: int, refused: list[ColumnElement[bool]], span: Span
) -> Iterator[LetIn]:
    """What was opened or resumed from the devices that had been refused."""
    pairs = select(Refusal.user_id, Refusal.device_id).where(*refused).distinct()
    theirs = (
        ClientSession.account_id == account_id,
        tuple_(ClientSession.user_id, ClientSession.device_id).in_(pairs),
    )
    opened = select(*_columns(ClientSession.opened_at), literal(0).label("resumed")).where(
        *theirs, *_within(ClientSession.opened_at, span)
    )
    resumed = (
        select(*_columns(SessionEvent.at), literal(1).label("resumed"))
        .join(ClientSession, _of_session(SessionEvent))
        .where(*theirs, SessionEvent.what == SessionHappening.RESUMED, *_within(SessionEvent.at, span))
    )
    return (_as_let_in(row) for row in tx.execute(union_all(opened, resumed)))


def _columns(at: InstrumentedAttribute[datetime]) -> tuple[Any, ...]:
    """Of a session that was let in at `at`. It may have moved onto a license since, so its funding does not tell."""
    event = aliased(SessionEvent)
    on_ppu = exists().where(_of_session(event), event.what == SessionHappening.ON_PPU, event.at == at)
    return (
        ClientSession.session_id,
        ClientSession.user_id,
        ClientSession.device_id,
        ClientSession.idempotency_key,
        at.label("at"),
        on_ppu.label("on_ppu"),
    )


def _of_session(event: type[SessionEvent]) -> ColumnElement[bool]:
    return and_(event.account_id == ClientSession.account_id, event.session_id == ClientSession.session_id)


def _within(at: InstrumentedAttribute[datetime], span: Span) -> tuple[ColumnElement[bool], ...]:
    return at >= span[0], at < span[1]


def _as_let_in(row: Row[Any]) -> LetIn:
    """A session is resumed by its id, and a refusal of that carries it as its key."""
    key = str(row.session_id) if row.resumed else row.idempotency_key
    return LetIn((row.user_id, row.device_id), key, row.at, bool(row.on_ppu))
