"""What is true of a stored session at `now`: a stored status may lag, this answer never does."""

from dataclasses import dataclass
from datetime import datetime

from webapp.domain.states import HOLDING_STATES, EndReason, SessionState
from webapp.domain.termination import ending_at_timeout


@dataclass(frozen=True, slots=True)
class StoredSession:
    """The columns of a session that its state depends on."""

    state: SessionState
    lease_expires_at: datetime
    ends_at: datetime | None
    ended_at: datetime | None
    end_reason: EndReason | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A session's state now, and if it is over, since when and why."""

    state: SessionState
    ended_at: datetime | None = None
    end_reason: EndReason | None = None


def standing(stored: StoredSession, now: datetime) -> Standing:
    """Work out a session's state at `now` from its timestamps."""
    if stored.state not in HOLDING_STATES:
        return Standing(stored.state, stored.ended_at, stored.end_reason)
    over_at = min(stored.lease_expires_at, stored.ends_at or stored.lease_expires_at)
    if over_at > now:
        return Standing(stored.state)
    return Standing(
        SessionState.ENDED, over_at, ending_at_timeout(stored.ends_at, stored.lease_expires_at).reason
    )
