"""Keeps leases: renews every third of the lease, and more often while the server cannot be reached."""

import threading
from collections.abc import Callable

from webapp.client.backoff import Backoff
from webapp.client.errors import SeatkeeperError
from webapp.client.lease_report import LeaseReport
from webapp.client.steady import steady_now
from webapp.client.worker import Worker

LONGEST_SLEEP = 1.0  # seconds: waiting does not count the time a device slept, so it looks at the clock often
FIRST_RETRY, LAST_RETRY = 0.5, 5.0


class LeaseKeeper(Worker):
    """Renews by calling `renew` and passes on what that taught.

    `renew` is `client.renew` for a program that runs all sessions of its device. `learned` hears every report, `failed`
    every error, and `lapsed` once when the lease passed without the server being reached: the license is then not
    this client's any more. The keeper goes on asking; whether the client is let in again is the server's decision.
    """

    def __init__(
        self,
        renew: Callable[[], LeaseReport],
        learned: Callable[[LeaseReport], None],
        failed: Callable[[SeatkeeperError], None] = lambda error: None,
        lapsed: Callable[[], None] = lambda: None,
        start_from: LeaseReport | None = None,
    ) -> None:
        super().__init__("lease-keeper")
        self._renew, self._learned, self._failed, self._lapsed = renew, learned, failed, lapsed
        self._awake = threading.Event()
        self._backoff = Backoff(FIRST_RETRY, LAST_RETRY)
        self._next = steady_now()
        self._lasts_until: float | None = None
        if start_from is not None:
            self._note(start_from)

    def renew_now(self) -> None:
        """Renew without waiting for the next third: something may have been missed."""
        self._awake.set()

    def _work(self) -> None:
        while not self._stopping.is_set():
            if self._awake.is_set() or steady_now() >= self._next:
                self._awake.clear()
                self._renew_once()
            self._look_at_lease()
            self._awake.wait(max(0, min(LONGEST_SLEEP, self._next - steady_now())))

    def _renew_once(self) -> None:
        try:
            report = self._renew()
        except SeatkeeperError as error:
            self._next = steady_now() + self._backoff.pause()
            self._failed(error)
        else:
            self._backoff.reset()
            self._note(report)
            self._learned(report)

    def _note(self, report: LeaseReport) -> None:
        self._next, self._lasts_until = report.asked + report.renew_every, report.lasts_until

    def _look_at_lease(self) -> None:
        if self._lasts_until is not None and steady_now() >= self._lasts_until:
            self._lasts_until = None
            self._lapsed()

    def _interrupt(self) -> None:
        self._awake.set()
