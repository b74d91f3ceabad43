"""Sets the scene: sessions that stay open while time passes, and rights that are turned off."""

from collections.abc import Callable

from tests.support.cast import Seat
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.services.renew_leases import renew_device_leases

RENEWAL_SECONDS = 60

Deny = Callable[..., None]


def keep(db: Database, seat: Seat, clock: FrozenClock, seconds: int) -> None:
    """Let time pass while a device renews its leases."""
    for second in range(0, seconds, RENEWAL_SECONDS):
        renew_device_leases(db, seat.actor, clock.advance(min(RENEWAL_SECONDS, seconds - second)))
