"""When the server counts as having been away, told by its heartbeat alone: a restart, a crash or a fail-over."""

from dataclasses import dataclass
from datetime import datetime, timedelta

BEAT_EVERY = timedelta(seconds=3)
"""How often the sweep writes down that the server is there."""
AWAY_AFTER = timedelta(seconds=10)
"""A silence longer than this is an outage. A shorter one costs nobody a license, and a busy moment is no outage."""
TOLD_FOR = timedelta(days=1)
"""How long License Usage tells of an outage."""
KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Away:
    """The server was last there at `since`, and back at `until`."""

    since: datetime
    until: datetime


def beat_is_due(last: datetime | None, now: datetime) -> bool:
    """Whether it is time to write down that the server is there; also when the clock was set back since."""
    return last is None or not timedelta() <= now - last < BEAT_EVERY


def away(last: datetime | None, now: datetime) -> Away | None:
    """The outage that ends with this heartbeat, if there was one."""
    return Away(last, now) if last is not None and now - last > AWAY_AFTER else None
