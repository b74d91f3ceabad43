"""View model of the remote side's page."""

import math
from dataclasses import dataclass
from datetime import datetime

from webapp.domain.states import EndReason, SessionState
from webapp.domain.texts import listed, phrase
from webapp.services.view_remote_session import RemoteSession
from webapp.web.license_usage.texts import Moment, duration, moment

RELOAD_SECONDS = 5
"""How soon a page without scripts looks again."""


@dataclass(frozen=True, slots=True)
class RemotePage:
    """The session as the page tells it. `alert` is what a screen reader is to say at once; empty: nothing."""

    state: str
    helper: str
    account: str
    name: str
    title: str
    detail: str
    alert: str
    joined: Moment
    lasts: str
    ends_at: str
    closes_in: str
    as_of: Moment

    @property
    def is_over(self) -> bool:
        """Whether this is the closing page."""
        return self.state == SessionState.ENDED


def page_of(session: RemoteSession, now: datetime) -> RemotePage:
    """Lay a session out for its remote side."""
    title, detail = _words(session)
    until = session.ended_at or now
    return RemotePage(
        state=str(session.state),
        helper=session.helper,
        account=session.account,
        name=session.name,
        title=title,
        detail=detail,
        alert=listed([title, detail], ". ") if session.state is not SessionState.ACTIVE else "",
        joined=moment(session.joined_at, now),
        lasts=duration((until - session.joined_at).total_seconds()),
        ends_at=session.ends_at.isoformat() if session.ends_at else "",
        closes_in=duration(math.ceil(session.seconds or 0)),
        as_of=moment(now, now),
    )


def _words(session: RemoteSession) -> tuple[str, str]:
    match session.state:
        case SessionState.ENDING:
            return phrase("This session is about to close"), session.message or ""
        case SessionState.PAUSED:
            return (
                phrase("%(helper)s has paused this session", helper=session.helper),
                phrase("Stay here: this page tells you when it goes on."),
            )
        case SessionState.ENDED:
            return phrase("The session is over"), _why(session)
    return (
        phrase("%(helper)s is helping you", helper=session.helper),
        phrase("You are connected. Leave whenever you like: that ends the session."),
    )


def _why(session: RemoteSession) -> str:
    """Why it is over, to somebody who knows nothing of leases and licenses."""
    match session.end_reason:
        case EndReason.REMOTE_LEFT:
            return phrase("You left it.")
        case EndReason.CLOSED_BY_CLIENT:
            return phrase("%(helper)s ended it.", helper=session.helper)
        case EndReason.LEASE_LAPSED:
            return phrase("The connection to %(helper)s was lost.", helper=session.helper)
        case EndReason.PAUSE_EXPIRED:
            return phrase("%(helper)s paused it and did not go on in time.", helper=session.helper)
    return session.message or phrase("It was ended.")
