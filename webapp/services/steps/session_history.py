"""The history of sessions as reports ask for it: who may see which, filters, and how long each lasted."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from webapp.domain.access import Actor
from webapp.domain.states import EndReason, Funding, SessionKind
from webapp.models import ClientSession, Device, Termination, User
from webapp.models.base import UtcDateTime
from webapp.services.steps.micros import micros
from webapp.services.steps.report_scope import report_scope

Ender = aliased(User)


class SessionFilterState(StrEnum):
    """Sessions that are over, or that are not."""

    OPEN = "open"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class HistoryQuery:
    """Which sessions: opened from `start` up to before `end`, and what else is asked for; empty: no matter."""

    start: datetime
    end: datetime
    user: str = ""
    device: str = ""
    remote: str = ""
    kind: SessionKind | None = None
    state: SessionFilterState | None = None
    end_reason: EndReason | None = None
    funding: Funding | None = None


def ended_at(now: datetime) -> ColumnElement[Any]:
    """When a session was over; NULL while it is not. One whose time has run out is over, written down or not."""
    return func.coalesce(
        ClientSession.ended_at,
        case((ClientSession.over_at <= now, ClientSession.over_at)),
        type_=UtcDateTime(),
    )


def end_reason_now(now: datetime) -> ColumnElement[Any]:
    """Why it is over; NULL while it is not. Says in SQL what `domain.truth` says."""
    by_itself = case(
        (ClientSession.over_at > now, None),
        (ClientSession.state == "paused", EndReason.PAUSE_EXPIRED.value),
        (ClientSession.ends_at <= ClientSession.lease_expires_at, ClientSession.ends_for),
        (ClientSession.expires_at <= ClientSession.lease_expires_at, EndReason.CODE_EXPIRED.value),
        else_=EndReason.LEASE_LAPSED.value,
    )
    return func.coalesce(ClientSession.end_reason, by_itself)


def lasted_micros(now: datetime) -> ColumnElement[int]:
    """How long a session has lasted, to its end or to now, in microseconds."""
    until = func.coalesce(ended_at(now), bindparam(None, now, UtcDateTime), type_=UtcDateTime())
    return micros(until) - micros(ClientSession.opened_at)


def seen_by(actor: Actor, now: datetime) -> list[ColumnElement[bool]]:
    """Which sessions a report shows to this actor. A paused one is its own user's alone, until it is resumed or over.

    Raises Forbidden without a right to view reports.
    """
    user_id = report_scope(actor)
    if user_id is not None:
        return [ClientSession.account_id == actor.account_id, ClientSession.user_id == user_id]
    theirs_alone = and_(
        ClientSession.state == "paused", ClientSession.over_at > now, ClientSession.user_id != actor.user_id
    )
    return [ClientSession.account_id == actor.account_id, ~theirs_alone]


def history(actor: Actor, query: HistoryQuery, now: datetime, *columns: Any) -> Select[Any]:
    """Select `columns` of the sessions that match and that the actor may see. Raises Forbidden."""
    return (
        select(*columns)
        .select_from(ClientSession)
        .where(
            *seen_by(actor, now),
            ClientSession.opened_at >= query.start,
            ClientSession.opened_at < query.end,
            *_chosen(actor.account_id, query, now),
        )
    )


def with_names(query: Select[Any]) -> Select[Any]:
    """Join whose session it is (`User`), from where (`Device`), the termination that took effect or runs, and who asked
    for that (`Ender`)."""
    return (
        query.join(User, User.user_id == ClientSession.user_id)
        .join(Device, Device.device_id == ClientSession.device_id)
        .outerjoin(
            Termination,
            and_(
                Termination.account_id == ClientSession.account_id,
                Termination.session_id == ClientSession.session_id,
                Termination.taken_back_at.is_(None),
            ),
        )
        .outerjoin(Ender, Ender.user_id == Termination.requested_by)
    )


def _chosen(account_id: int, query: HistoryQuery, now: datetime) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = []
    if query.user:
        named = or_(_has(User.name, query.user), _has(User.display_name, query.user))
        users = select(User.user_id).where(User.account_id == account_id, named)
        chosen.append(ClientSession.user_id.in_(users))
    if query.device:
        called = Device.account_id == account_id, _has(Device.name, query.device)
        chosen.append(ClientSession.device_id.in_(select(Device.device_id).where(*called)))
    if query.remote:
        chosen.append(
            or_(_has(ClientSession.remote, query.remote), _has(ClientSession.remote_address, query.remote))
        )
    if query.kind:
        chosen.append(ClientSession.kind == query.kind)
    if query.funding:
        chosen.append(ClientSession.funding == query.funding)
    if query.end_reason:
        chosen.append(end_reason_now(now) == query.end_reason.value)
    if query.state:
        over = ended_at(now).is_not(None)
        chosen.append(over if query.state is SessionFilterState.ENDED else ~over)
    return chosen


def _has(column: InstrumentedAttribute[Any], text: str) -> ColumnElement[bool]:
    return func.lower(column).contains(text.lower(), autoescape=True)
