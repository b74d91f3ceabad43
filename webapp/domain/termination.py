"""Ending sessions: the notice, whom it warns, and what the remote side reads (product.md, "Ending sessions")."""

from datetime import datetime, timedelta

from webapp.domain.states import ClosedBy, EndReason, SessionState
from webapp.domain.texts import listed, phrase, phrases

DEFAULT_NOTICE_SECONDS = 30
REASON_MAX_LENGTH = 200
READY_REASONS_MAX = 10
"""More than these take longer to read than a reason takes to type."""


def takes_effect_at(state: SessionState, now: datetime, notice_seconds: int) -> datetime:
    """When a termination asked for at `now` takes effect. Standby and paused sessions have nobody to warn: at once."""
    if state in (SessionState.STANDBY, SessionState.PAUSED):
        return now
    return now + timedelta(seconds=notice_seconds)


def message(by: str | None, reason: str | None, notice_seconds: int) -> str:
    """What the remote side shows: who ended the session, the reason if one was given, and the time left at first."""
    who = phrase("%(by)s is ending this session", by=by) if by else phrase("This session is being ended")
    why = listed([who, reason], ": ") if reason else who
    return phrases(
        "%(why)s. It closes in %(number)s second; save your work now.",
        "%(why)s. It closes in %(number)s seconds; save your work now.",
        notice_seconds,
        why=why,
    )


def ended_message(by: str | None, reason: str | None) -> str:
    """The same when it is over."""
    who = phrase("%(by)s ended this session", by=by) if by else phrase("This session was ended")
    return listed([listed([who, reason], ": ") if reason else who, "."], "")


CAUSES = {
    EndReason.TERMINATED: ClosedBy.DEADLINE,
    EndReason.PPU_USED_UP: ClosedBy.DEADLINE,
    EndReason.LEASE_LAPSED: ClosedBy.LEASE,
}
"""What a running termination was closed by, when its session ended by itself for this reason."""
