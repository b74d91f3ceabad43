"""A session as the session report shows it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, literal_column, select

from webapp.domain.ppu import EntryKind
from webapp.domain.states import EndReason, Funding, SessionKind
from webapp.models import ClientSession, Device, PpuEntry, Termination, User
from webapp.services.steps.session_history import Ender, end_reason_now, ended_at, lasted_micros


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A session of the past or the present. `ended_at` None: it is open. `seconds`: how long it has lasted.

    `ended_by` and `reason`: who had it ended, and what was told; None where nobody had.
    """

    id: UUID
    user_name: str
    display_name: str
    device_name: str
    kind: SessionKind
    remote: str
    remote_address: str | None
    funding: Funding | None
    license: int | None
    opened_at: datetime
    ended_at: datetime | None
    seconds: float
    ppu_minutes: int
    end_reason: EndReason | None
    ended_by: str | None
    reason: str | None


def row_columns(now: datetime) -> tuple[Any, ...]:
    """What is selected for a row, from a query with its names."""
    return (
        ClientSession.session_id,
        User.name.label("user_name"),
        User.display_name,
        Device.name.label("device_name"),
        ClientSession.kind,
        ClientSession.remote,
        ClientSession.remote_address,
        ClientSession.funding,
        ClientSession.license_number,
        ClientSession.opened_at,
        ended_at(now).label("over"),
        lasted_micros(now).label("micros"),
        _minutes().label("minutes"),
        end_reason_now(now).label("why"),
        Ender.display_name.label("ended_by"),
        Termination.reason.label("told"),
    )


def history_row(row: Row[Any]) -> HistoryRow:
    """The row of what was selected."""
    was_ended = row.why == EndReason.TERMINATED
    return HistoryRow(
        id=row.session_id,
        user_name=row.user_name,
        display_name=row.display_name,
        device_name=row.device_name,
        kind=row.kind,
        remote=row.remote,
        remote_address=row.remote_address,
        funding=row.funding,
        license=row.license_number,
        opened_at=row.opened_at,
        ended_at=row.over,
        seconds=int(row.micros) / 1e6,
        ppu_minutes=row.minutes,
        end_reason=EndReason(row.why) if row.why else None,
        ended_by=row.ended_by if was_ended else None,
        reason=row.told if was_ended else None,
    )


def _minutes() -> ColumnElement[int]:
    """The minutes of pay per use that it used."""
    return (
        select(func.count())
        .select_from(PpuEntry)
        .where(
            PpuEntry.account_id == ClientSession.account_id,
            PpuEntry.session_id == ClientSession.session_id,
            PpuEntry.kind
            == literal_column(f"'{EntryKind.USE}'"),  # not bound: else its partial index would not match
        )
        .scalar_subquery()
    )
