"""A clock for measuring spans on this device: it only goes forward, whatever is done to the time of day."""

import time

# Where there is one, the clock that also runs while the device sleeps: a lease runs out meanwhile.
_SLEEPLESS: int | None = getattr(time, "CLOCK_BOOTTIME", None)


def steady_now() -> float:
    """Seconds since some fixed moment."""
    return time.monotonic() if _SLEEPLESS is None else time.clock_gettime(_SLEEPLESS)
