"""View models of the table's lines: a session, how it stands, and what its viewer can do with it."""

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from webapp import words
from webapp.domain.forgotten import forgotten_at
from webapp.domain.ppu import OBSTACLES, PpuObstacle
from webapp.domain.states import EndReason, SessionKind, SessionState
from webapp.domain.texts import phrase
from webapp.services.view_usage import SessionRow
from webapp.web.license_usage.texts import Moment, duration, holder, moment
from webapp.web.remote_names import remote_name

KINDS = {
    SessionKind.UNATTENDED: phrase("Unattended session"),
    SessionKind.SUPPORT: phrase("Support session"),
}
STATES = {
    SessionState.STANDBY: phrase("Standby"),
    SessionState.ACTIVE: phrase("Active"),
    SessionState.PAUSED: phrase("Paused"),
}
ENDING = phrase("Ending")
NOBODY = phrase("Code issued, nobody has joined")
SOON = timedelta(hours=1)
"""Before a paused session expires it is said more plainly."""


@dataclass(frozen=True, slots=True)
class Countdown:
    """A termination that runs: how long it still takes, out of how long."""

    ends_at: str
    seconds_left: int
    notice_seconds: int
    text: str


@dataclass(frozen=True, slots=True)
class Expiry:
    """When a session that waits (for somebody to join, or to be resumed) is over by itself."""

    at: str
    text: str
    is_soon: bool


@dataclass(frozen=True, slots=True)
class Forgotten:
    """From when on something looks forgotten, and since when nobody has joined. `is_due`: it does so already."""

    at: str
    since: Moment
    is_due: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One session as a row: two lines about it, and what its viewer can do. `page`: the address of its own page, or empty.

    `may_tick` and `may_keep` are the viewer's right to end it, in either state. `forgotten`: what is said in place of the note
    from some time on.
    """

    id: UUID
    label: str
    title: str
    note: str
    remote: str
    remote_address: str | None
    state: str
    state_label: str
    opened: Moment
    duration: str
    countdown: Countdown | None
    expiry: Expiry | None
    page: str
    may_tick: bool
    may_keep: bool
    may_pause: bool
    may_resume: bool
    mine: bool
    forgotten: Forgotten | None


def line_on_license(row: SessionRow, now: datetime, *, looking: bool) -> Line:
    """A session below the license that it holds. `looking`: only to look at, through somebody else's eyes."""
    note = words.translate(NOBODY) if row.state is SessionState.STANDBY else _ending_note(row)
    return _line(row, _kind(row), note, now, looking=looking)


def line_on_ppu(row: SessionRow, now: datetime, *, looking: bool) -> Line:
    """A session on pay per use: whose it is, and the minutes that it has used."""
    what = _ending_note(row) or (NOBODY if row.state is SessionState.STANDBY else KINDS[row.kind])
    used = words.ngettext("%(number)s minute used", "%(number)s minutes used", row.minutes_used)
    note = f"{words.translate(what)} · {used}"
    return replace(_line(row, _holder(row), note, now, looking=looking), forgotten=None)


def line_of_paused(row: SessionRow, now: datetime) -> Line:
    """A paused session, which only its own user is shown."""
    device = words.gettext("On %(device)s", device=row.device_name)
    return _line(row, _kind(row), device, now, looking=False)


def _line(row: SessionRow, title: str, note: str, now: datetime, *, looking: bool) -> Line:
    ending = row.state is SessionState.ENDING
    has_page = row.mine and row.state is SessionState.STANDBY and not looking
    return Line(
        id=row.id,
        label=words.gettext(
            "%(kind)s to %(remote)s, %(holder)s",
            kind=_kind(row),
            remote=remote_name(row.remote),
            holder=_holder(row),
        ),
        title=title,
        note=note,
        remote=remote_name(row.remote),
        remote_address=row.remote_address,
        state=str(row.state),
        state_label=words.translate(STATES.get(row.state, ENDING)),
        opened=moment(row.opened_at, now),
        duration=duration((now - row.opened_at).total_seconds()),
        countdown=_countdown(row, now) if ending else None,
        expiry=_expiry(row, now),
        page=f"/sessions/{row.id}" if has_page else "",
        may_tick=row.may_end and not ending,
        may_keep=row.may_end and ending and row.ends_for is not EndReason.PPU_USED_UP,
        may_pause=row.may_pause and not looking,
        may_resume=row.mine and row.state is SessionState.PAUSED and not looking,
        mine=row.mine and not looking,
        forgotten=_forgotten(row, now),
    )


def _kind(row: SessionRow) -> str:
    return words.translate(KINDS[row.kind])


def _holder(row: SessionRow) -> str:
    return holder(row.display_name, row.device_name, row.mine)


def _countdown(row: SessionRow, now: datetime) -> Countdown | None:
    if row.ends_at is None:
        return None
    left = max(0, math.ceil((row.ends_at - now).total_seconds()))
    return Countdown(
        row.ends_at.isoformat(),
        left,
        row.notice_seconds,
        words.gettext("Ending in %(time)s", time=duration(left)),
    )


def _expiry(row: SessionRow, now: datetime) -> Expiry | None:
    if row.expires_at is None:
        return None
    left = row.expires_at - now
    text = words.gettext("expires in %(time)s", time=duration(math.ceil(left.total_seconds())))
    return Expiry(row.expires_at.isoformat(), text, row.state is SessionState.PAUSED and left <= SOON)


def _forgotten(row: SessionRow, now: datetime) -> Forgotten | None:
    at = forgotten_at(row.state, row.waiting_since)
    if at is None or row.waiting_since is None:
        return None
    return Forgotten(at.isoformat(), moment(row.waiting_since, now), at <= now)


def _ending_note(row: SessionRow) -> str:
    """Who ends it and why, and whether the other side knows. Nobody does when pay per use cannot pay the next minute."""
    if row.state is not SessionState.ENDING:
        return ""
    if row.ends_for is EndReason.PPU_USED_UP:
        used_up = row.ending_reason in (None, OBSTACLES[PpuObstacle.USED_UP])
        why = words.gettext("Minutes are used up") if used_up else f"{row.ending_reason}"
        return why[0].upper() + why[1:]
    who, reason = row.ending_by or "Seatkeeper", row.ending_reason
    if reason and row.told:
        return words.gettext("Ended by %(who)s: %(reason)s", who=who, reason=reason)
    if reason:
        return words.gettext("Ended by %(who)s: %(reason)s (not told yet)", who=who, reason=reason)
    if row.told:
        return words.gettext("Ended by %(who)s", who=who)
    return words.gettext("Ended by %(who)s (not told yet)", who=who)
