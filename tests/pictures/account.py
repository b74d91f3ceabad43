"""What the pictures show: acme with its 3 licenses held, as if people had worked since the morning."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from tests.support.cast import Cast, Seat, gather
from webapp.clock import clock_for
from webapp.db import Database, upgrade
from webapp.domain.states import SessionKind
from webapp.services.admit_session import Admitted, OpenRequest, admit_session
from webapp.services.renew_leases import renew_device_leases

STARTED_BEFORE = timedelta(hours=5)
RENEWS_EVERY = timedelta(seconds=60)


def furnish(url: str) -> Cast:
    """Make the account in a new database at `url`, and let its people open what the pictures show."""
    upgrade(url)
    db = Database.open(url)
    now = clock_for(db).now()
    try:
        cast = gather(db, now - STARTED_BEFORE)
        _open(db, cast.ana.desk, "SRV-DB-02", "203.0.113.20", timedelta(minutes=64, seconds=22), now)
        _open(db, cast.ana.desk, "CAD-RENDER-4", "203.0.113.44", timedelta(minutes=18, seconds=40), now)
        _open(db, cast.ben.laptop, "SRV-WEB-01", "198.51.100.7", timedelta(minutes=41, seconds=5), now)
        _open(db, cast.cleo.desk, "PLC-HALL-3", "192.0.2.44", timedelta(minutes=96, seconds=55), now)
    finally:
        db.close()
    return cast


def seats(cast: Cast) -> Iterable[Seat]:
    """The devices that hold licenses."""
    return cast.ana.desk, cast.ben.laptop, cast.cleo.desk


def _open(db: Database, seat: Seat, remote: str, address: str, ago: timedelta, now: datetime) -> None:
    """Open a session in the past, and renew its lease until now as its client would have done."""
    at = now - ago
    answer = admit_session(db, seat.actor, OpenRequest(SessionKind.UNATTENDED, remote, address), at)
    assert isinstance(answer, Admitted), answer
    while at < now:
        at = min(at + RENEWS_EVERY, now)
        renew_device_leases(db, seat.actor, at)
