"""Ending sessions: the notice, whom it warns, and what the remote side reads (product.md, "Ending sessions")."""

from datetime import datetime, timedelta

from webapp.domain.states import ClosedBy, EndReason, SessionState

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
    who = f"{by} is ending this session" if by else "This session is being ended"
    why = f": {reason}" if reason else ""
    return f"{who}{why}. It closes in {notice_seconds} second{'' if notice_seconds == 1 else 's'}; save your work now."


def ended_message(by: str | None, reason: str | None) -> str:
    """The same when it is over."""
    who = f"{by} ended this session" if by else "This session was ended"
    return f"{who}: {reason}." if reason else f"{who}."


CAUSES = {
    EndReason.TERMINATED: ClosedBy.DEADLINE,
    EndReason.PPU_USED_UP: ClosedBy.DEADLINE,
    EndReason.LEASE_LAPSED: ClosedBy.LEASE,
}
"""What a running termination was closed by, when its session ended by itself for this reason."""
