"""View models of the table: a session's row, and the license it is grouped under."""

import math
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from webapp.domain.states import SessionKind, SessionState
from webapp.services.view_usage import LicenseGroup, SessionRow
from webapp.web.license_usage.texts import Moment, duration, holder, moment

KINDS = {SessionKind.UNATTENDED: "Unattended session", SessionKind.SUPPORT: "Support session"}
STATES = {SessionState.STANDBY: "Standby", SessionState.ACTIVE: "Active", SessionState.PAUSED: "Paused"}


@dataclass(frozen=True, slots=True)
class Countdown:
    """A termination that runs: how long it still takes, out of how long."""

    ends_at: str
    seconds_left: int
    notice_seconds: int
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One session as a row. `may_tick` and `may_keep` are the actor's right to end it, in either state."""

    id: UUID
    kind: str
    remote: str
    remote_address: str | None
    state: str
    state_label: str
    opened: Moment
    duration: str
    countdown: Countdown | None
    ending_note: str
    may_tick: bool
    may_keep: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The rows under one license. `id` changes with the holder, so that a tick never passes on to somebody else."""

    id: str
    license: str
    holder: str
    hint: str
    lines: tuple[Line, ...]
    tickable: str


def group(source: LicenseGroup, now: datetime) -> Group:
    """Lay out one license's sessions."""
    lines = tuple(_line(row, now) for row in source.sessions)
    return Group(
        id=f"license-{source.number or 0}-{int(source.held_since.timestamp() * 1000)}",
        license=f"License {source.number}" if source.number else "No license",
        holder=holder(source.display_name, source.device_name, source.mine),
        hint=_hint(source),
        lines=lines,
        tickable=" ".join(str(line.id) for line in lines if line.may_tick),
    )


def _line(row: SessionRow, now: datetime) -> Line:
    ending = row.state is SessionState.ENDING
    return Line(
        id=row.id,
        kind=KINDS[SessionKind(row.kind)],
        remote=row.remote,
        remote_address=row.remote_address,
        state=str(row.state),
        state_label=STATES.get(row.state, "Ending"),
        opened=moment(row.opened_at, now),
        duration=duration((now - row.opened_at).total_seconds()),
        countdown=_countdown(row, now) if ending else None,
        ending_note=_ending_note(row) if ending else "",
        may_tick=row.may_end and not ending,
        may_keep=row.may_end and ending,
    )


def _countdown(row: SessionRow, now: datetime) -> Countdown | None:
    if row.ends_at is None:
        return None
    left = max(0, math.ceil((row.ends_at - now).total_seconds()))
    return Countdown(row.ends_at.isoformat(), left, row.notice_seconds, f"Ending in {duration(left)}")


def _ending_note(row: SessionRow) -> str:
    """Who ends it and why, and whether the other side knows."""
    reason = f": {row.ending_reason}" if row.ending_reason else ""
    told = "" if row.told else " (not told yet)"
    return f"Ended by {row.ending_by or 'Seatkeeper'}{reason}{told}"


def _hint(source: LicenseGroup) -> str:
    """What it takes to free the license; said where the actor can end something."""
    remaining = [row for row in source.sessions if row.state is not SessionState.ENDING]
    if not remaining:
        return "free when this has ended" if len(source.sessions) == 1 else "free when these have ended"
    if len(remaining) == 1 or not all(row.may_end for row in remaining):
        return ""
    which = "both" if len(remaining) == 2 else f"all {len(remaining)}"
    return f"end {which} sessions to free it"
