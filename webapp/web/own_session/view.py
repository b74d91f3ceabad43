"""View model of the page of one's own session."""

import math
from dataclasses import dataclass
from datetime import datetime

from webapp.domain import codes
from webapp.domain.access import Actor, may_control
from webapp.domain.pausing import may_pause
from webapp.domain.states import EndReason, Funding, SessionKind, SessionState
from webapp.domain.texts import phrase
from webapp.services.admit_session import NOBODY_YET
from webapp.services.steps.sessions import SessionView
from webapp.web.license_usage.texts import Moment, duration, moment
from webapp.web.local_paths import own_address

LIVE = (SessionState.STANDBY, SessionState.ACTIVE, SessionState.ENDING)
KINDS = {SessionKind.SUPPORT: phrase("Support session"), SessionKind.UNATTENDED: phrase("Unattended session")}


@dataclass(frozen=True, slots=True)
class OwnSession:
    """The session as the page tells it. `runs_here`: it belongs to this browser, whose page keeps its lease."""

    id: str
    kind: str
    is_support: bool
    state: str
    title: str
    detail: str
    groups: tuple[str, ...]
    link: str
    expires_at: str
    expires_in: str
    since: Moment
    lasts: str
    ends_at: str
    closes_in: str
    runs_on: str
    device: str
    label: str
    runs_here: bool
    may_end: bool
    keeps_lease: bool
    renew_every_seconds: int
    as_of: Moment
    says: object

    @property
    def is_over(self) -> bool:
        """Whether nothing of it is going on any more."""
        return self.state == SessionState.ENDED

    @property
    def may_pause(self) -> bool:
        """Whether its user can let go of the license for a while."""
        return may_pause(SessionState(self.state))

    @property
    def may_resume(self) -> bool:
        """Whether its user can ask to be let in again."""
        return self.state == SessionState.PAUSED

    @property
    def spoken_code(self) -> str:
        """The code digit by digit, for who hears it."""
        return ", ".join(" ".join(group) for group in self.groups)


def page_of(session: SessionView, actor: Actor, now: datetime) -> OwnSession:
    """Lay out a session of the actor, who is at this browser."""
    runs_here = session.device_id == actor.device_id
    began, waits = session.joined_at or session.opened_at, session.expires_at
    return OwnSession(
        id=str(session.id),
        kind=KINDS[session.kind],
        is_support=session.kind is SessionKind.SUPPORT,
        state=str(session.state),
        title=_title(session),
        detail=_detail(session, runs_here=runs_here),
        groups=tuple(codes.written(session.code).split()) if session.code else (),
        link=f"{own_address()}/join/{session.code}" if session.code else "",
        expires_at=waits.isoformat() if waits else "",
        expires_in=duration(math.ceil((waits - now).total_seconds())) if waits else "",
        since=moment(began, now),
        lasts=duration(((session.ended_at or now) - began).total_seconds()),
        ends_at=session.ends_at.isoformat() if session.ends_at else "",
        closes_in=duration(math.ceil(session.seconds or 0)),
        runs_on=_runs_on(session),
        device=session.device,
        label=_label(session),
        runs_here=runs_here,
        may_end=runs_here or may_control(actor, session.user_id, session.state),
        keeps_lease=runs_here and session.state in LIVE,
        renew_every_seconds=session.renew_every_seconds,
        as_of=moment(now, now),
        says=_says(session),
    )


def _says(session: SessionView) -> object:
    """What of it, when it changes, is worth telling the page."""
    moments = (session.joined_at, session.expires_at, session.ends_at, session.ended_at)
    return session.state, session.code, session.remote, session.funding, session.license, moments


def _title(session: SessionView) -> str:
    who = session.remote
    match session.state:
        case SessionState.STANDBY:
            return phrase("Read this code to whoever you help")
        case SessionState.ACTIVE:
            return (
                phrase("%(who)s has joined", who=who)
                if session.joined_at
                else phrase("Connected to %(who)s", who=who)
            )
        case SessionState.PAUSED:
            return phrase("Paused: %(who)s", who=who)
        case SessionState.ENDING:
            return phrase("This session is about to close")
    return phrase("This session is over")


def _detail(session: SessionView, *, runs_here: bool) -> str:
    if session.state is SessionState.ENDED:
        return _why(session)
    if session.state is SessionState.ENDING:
        return session.message or ""
    if session.state is SessionState.PAUSED:
        return phrase("It holds no license. To go on, resume it.")
    if not runs_here:
        return phrase(
            "It was opened on %(device)s and lives as long as it is kept open there.", device=session.device
        )
    if session.state is SessionState.STANDBY:
        return phrase("They enter it, or open the link. Keep this page open: closing it ends the session.")
    return phrase("Keep this page open: closing it ends the session.")


def _why(session: SessionView) -> str:
    match session.end_reason:
        case EndReason.CODE_EXPIRED:
            return phrase("Nobody joined before the code expired. Its license is free again.")
        case EndReason.LEASE_LAPSED:
            return phrase(
                "The connection to the server was lost for too long, so its license was given back."
            )
        case EndReason.REMOTE_LEFT:
            return phrase("%(remote)s has left.", remote=session.remote)
        case EndReason.PAUSE_EXPIRED:
            return phrase("It stayed paused for too long.")
        case EndReason.CLOSED_BY_CLIENT:
            return phrase("You ended it.")
    return session.message or phrase("It was ended.")


def _runs_on(session: SessionView) -> str:
    if session.state not in LIVE:
        return ""
    return (
        phrase("Pay-per-use minutes")
        if session.funding is Funding.PPU
        else phrase("License %(license)s", license=session.license)
    )


def _label(session: SessionView) -> str:
    """What a support session is for, if it was said: once somebody has joined, it stands beside their name."""
    if session.kind is not SessionKind.SUPPORT:
        return ""
    label = session.remote_address if session.joined_at else session.remote
    return "" if label in (None, NOBODY_YET) else str(label)
