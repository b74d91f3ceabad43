"""Pausing: what it keeps, and for how long (product.md, "States of a session")."""

from datetime import datetime, timedelta

from webapp.domain.states import SessionState
from webapp.domain.texts import phrase

DEFAULT_PAUSED_HOURS = 24


def paused_until(now: datetime, paused_hours: int) -> datetime:
    """When a session that is paused at `now` expires unless it is resumed."""
    return now + timedelta(hours=paused_hours)


def may_pause(state: SessionState) -> bool:
    """Whether a session in this state can be paused: only one that is going on and that nobody is ending."""
    return state is SessionState.ACTIVE


def why_not_pause(state: SessionState) -> str:
    """Why a session in this state cannot be paused, for a person."""
    return _WHY_NOT.get(state, "This session cannot be paused now.")


_WHY_NOT = {
    SessionState.STANDBY: phrase(
        "Nobody has joined this session yet, so it cannot be paused. End it, and issue a new code later."
    ),
    SessionState.ENDING: phrase("This session is being ended, so it cannot be paused."),
    SessionState.ENDED: phrase("This session is over, so it cannot be paused."),
}
