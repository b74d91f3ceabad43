"""Runs work that would block on a native thread, so that a gevent hub goes on serving everybody else meanwhile."""

import sys
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def under_gevent() -> bool:
    """Whether this process runs gevent with the standard library patched, as the production server does."""
    return "gevent.monkey" in sys.modules and sys.modules["gevent.monkey"].is_module_patched("threading")


class NativeThread:
    """One native thread of its own: calls run there one after another. Outside gevent they simply run in place."""

    def __init__(self) -> None:
        self._pool = None
        if under_gevent():
            from gevent.threadpool import ThreadPool

            self._pool = ThreadPool(1)

    def run(self, work: Callable[[], T]) -> T:
        """Call `work` and give back what it returns or raises."""
        return work() if self._pool is None else self._pool.apply(work)


def offload(work: Callable[[], T]) -> T:
    """Call `work`, which burns CPU or blocks, on any native thread of the hub's pool."""
    if not under_gevent():
        return work()
    from gevent import get_hub

    return get_hub().threadpool.apply(work)
