"""Which sessions look forgotten: somebody asked for a code long ago, and nobody has joined."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from webapp.domain.states import SessionState

FORGOTTEN_AFTER = timedelta(minutes=15)
"""So long a code may wait: on the telephone it is joined within a few minutes, by mail within a quarter of an hour."""


def forgotten_at(state: SessionState, waiting_since: datetime | None) -> datetime | None:
    """From when on a session looks forgotten: one in standby, some time after its newest code was issued. None: it does not.

    A session that is active or being ended is somebody's work, and a paused one holds nothing.
    """
    if state is not SessionState.STANDBY or waiting_since is None:
        return None
    return waiting_since + FORGOTTEN_AFTER


def all_forgotten_at(each: Iterable[datetime | None]) -> datetime | None:
    """From when on a license looks forgotten: when all its sessions do, each from its own time on."""
    moments = tuple(each)
    known = [moment for moment in moments if moment is not None]
    return max(known) if known and len(known) == len(moments) else None
