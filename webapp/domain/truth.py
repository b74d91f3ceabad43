"""What is true of a stored session at `now`: a stored status may lag, this answer never does."""

from dataclasses import dataclass
from datetime import datetime

from webapp.domain.states import EndReason, SessionState


@dataclass(frozen=True, slots=True)
class StoredSession:
    """The columns of a session that its state depends on."""

    state: SessionState
    lease_expires_at: datetime
    ends_at: datetime | None
    ended_at: datetime | None
    end_reason: EndReason | None
    ends_for: EndReason | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A session's state now, and if it is over, since when and why."""

    state: SessionState
    ended_at: datetime | None = None
    end_reason: EndReason | None = None


def standing(stored: StoredSession, now: datetime) -> Standing:
    """Work out a session's state at `now` from its timestamps."""
    end = end_by_itself(stored)
    if end is None or end.at > now:
        return Standing(stored.state, stored.ended_at, stored.end_reason)
    return Standing(SessionState.ENDED, end.at, end.reason)


@dataclass(frozen=True, slots=True)
class End:
    """When a session is over unless something is done, and what ends it then."""

    at: datetime
    reason: EndReason


def end_by_itself(stored: StoredSession) -> End | None:
    """Work out what ends a session that nobody closes; None for one that is over.

    A paused session expires. Any other ends at its termination's deadline, its code's expiry or its lease, whichever
    comes first; at the same moment the earlier word counts. The column `over_at` says the same in SQL.
    """
    if stored.state is SessionState.ENDED:
        return None
    if stored.state is SessionState.PAUSED:
        assert stored.expires_at is not None
        return End(stored.expires_at, EndReason.PAUSE_EXPIRED)
    ends = [End(stored.lease_expires_at, EndReason.LEASE_LAPSED)]
    if stored.expires_at is not None:
        ends.insert(0, End(stored.expires_at, EndReason.CODE_EXPIRED))
    if stored.ends_at is not None:
        ends.insert(0, End(stored.ends_at, stored.ends_for or EndReason.TERMINATED))
    return min(ends, key=lambda end: end.at)
