"""Reports: what was, in periods of whole days of the account's time zone."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from webapp.api.schemas.fields import Answer, Input, Text, leave_out
from webapp.api.schemas.sessions import PAGE_DEFAULT
from webapp.domain.periods import Preset
from webapp.domain.states import EndReason, Funding, RefusalReason, SessionKind
from webapp.domain.wishes import Outcome
from webapp.services.steps.history_pages import Sort
from webapp.services.steps.session_history import SessionFilterState

PAGE_MAX = 1000
Cursor = Annotated[str, StringConstraints(max_length=400)]


def _optional(description: str) -> Any:  # noqa: ANN401 - as what pydantic's own Field returns
    return Field(None, description=description, json_schema_extra=leave_out)


class PeriodQuery(Input):
    """Which period, and which page of it."""

    period: Preset | None = _optional("A period that ends today. Without any period: the last 30 days.")
    from_: date | None = Field(
        None,
        alias="from",
        description="The first day, with to instead of period.",
        json_schema_extra=leave_out,
    )
    to: date | None = _optional("The last day.")
    after: Cursor | None = _optional("The next of the page before; leave out for the first page.")
    limit: int = Field(PAGE_DEFAULT, ge=1, le=PAGE_MAX, description="How many items a page holds at most.")


class SessionReportQuery(PeriodQuery):
    """Which sessions, in which order."""

    user: Text | None = _optional("Part of the user's name or full name.")
    device: Text | None = _optional("Part of the device's name.")
    remote: Text | None = _optional("Part of the remote side's name or address.")
    kind: SessionKind | None = _optional("Only sessions of this kind.")
    state: SessionFilterState | None = _optional("Only sessions that are over, or that are not.")
    end_reason: EndReason | None = _optional("Only sessions that ended for this reason.")
    funding: Funding | None = _optional("Only sessions that ran on a license, or on pay per use, at last.")
    sort: Sort = Field(Sort.STARTED, description="What to sort by.")
    descending: bool = Field(default=True, description="Whether the latest, longest or last comes first.")


class ReportedSession(Answer):
    """A session of the past, or one that is open."""

    id: UUID
    user: str
    user_display_name: str
    device: str
    kind: SessionKind
    remote: str
    remote_address: str | None
    funding: Funding | None = Field(description="What it ran on at last; null: it is paused, or ended so.")
    license: int | None = Field(description="The number of the license that it ran on at last.")
    ppu_minutes: int = Field(description="How many minutes of pay per use it used.")
    started_at: datetime
    ended_at: datetime | None = Field(description="null: it is open.")
    seconds: float = Field(description="How long it lasted, or has lasted until now.")
    end_reason: EndReason | None
    ended_by: str | None = Field(description="Who had it ended, where somebody had.")
    reason: str | None = Field(description="What was told then.")


class SessionTotals(Answer):
    """All sessions that match, also those on other pages."""

    sessions: int
    seconds: float
    users: int
    devices: int


class SessionReport(Answer):
    """A page of the session report."""

    items: list[ReportedSession]
    totals: SessionTotals
    next: str | None = Field(description="Give it as after for the next page; null: that was all.")


class RefusedWish(Answer):
    """Somebody wanted in and was turned away. Retries of one wish are one item."""

    id: UUID = Field(description="The id of its first refusal.")
    user: str
    user_display_name: str
    device: str
    remote: str
    reason: RefusalReason
    first_refused_at: datetime
    last_refused_at: datetime
    tries: int
    outcome: Outcome
    seconds: float | None = Field(description="How long it took from the first refusal until they were in.")


class RefusalTotals(Answer):
    """All of the period, also what is on other pages."""

    wishes: int
    refusals: int = Field(description="With all retries.")
    users: int
    by_outcome: dict[Outcome, int]
    by_reason: dict[RefusalReason, int]


class RefusalReport(Answer):
    """A page of the report of refusals, newest first."""

    items: list[RefusedWish]
    totals: RefusalTotals
    next: str | None = Field(description="Give it as after for the next page; null: that was all.")


class UsageSpan(Answer):
    """A span of time in which nothing changed."""

    at: datetime
    until: datetime
    in_use: int
    licenses: int = Field(description="How many the account had.")


class Level(Answer):
    """For how long so many licenses were in use."""

    in_use: int
    seconds: float


class UserUse(Answer):
    """How long somebody held licenses, and in how many stretches."""

    user: str
    user_display_name: str
    seconds: float
    times: int


class UsageSummary(Answer):
    """The whole period."""

    peak: int = Field(description="The most licenses that were in use at once.")
    levels: list[Level]
    users: list[UserUse]


class UsageReport(Answer):
    """A page of licenses in use over time, oldest first: every change, exactly."""

    items: list[UsageSpan]
    summary: UsageSummary | None = Field(description="On the first page alone.")
    next: str | None = Field(description="Give it as after for the next page; null: that was all.")
