"""Pausing: what it keeps, and for how long (product.md, "States of a session")."""

from datetime import datetime, timedelta

from webapp.domain.states import SessionState

DEFAULT_PAUSED_HOURS = 24


def paused_until(now: datetime, paused_hours: int) -> datetime:
    """When a session that is paused at `now` expires unless it is resumed."""
    return now + timedelta(hours=paused_hours)


def may_pause(state: SessionState) -> bool:
    """Whether a session in this state can be paused: only one that is going on and that nobody is ending."""
    return state is SessionState.ACTIVE
