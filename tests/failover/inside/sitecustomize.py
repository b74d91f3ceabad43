"""Runs inside a node whose time is another one, before anything of ours.

Debian's faketime lets the monotonic clock be (faked, it stops waiting threads for good), but then breaks `time.sleep`, which
waits until a moment of that clock. `select` waits for a duration.
"""

import select
import time


def sleep(seconds: float) -> None:
    """As long as it says."""
    select.select([], [], [], seconds)


time.sleep = sleep  # type: ignore[assignment]
