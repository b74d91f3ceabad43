"""Simulated devices: each signs in, then opens a session, holds it for a while, closes it, rests, and starts over."""

import threading
from random import Random

from webapp.client import LimitReached, SeatkeeperClient, SeatkeeperError, SessionWatch, Wish
from webapp.client.happenings import Happening, Over
from webapp.demo.account import DOMAIN

DEVICES = (
    ("ana", "ANA-DESK"),
    ("ben", "WS-BEN-07"),
    ("cleo", "CLEO-LAPTOP"),
    ("dan", "DAN-HOME"),
    ("ben", "BEN-LAPTOP"),
)
REMOTES = ("SRV-DB-02", "SRV-WEB-01", "CAD-RENDER-4", "PLC-HALL-3", "OFFICE-PRINT", "BACKUP-01")
HOLDS = (25, 90)
RESTS = (5, 20)
WAITS_WHEN_REFUSED = (8, 20)
"""Seconds, from – to."""


class SimulatedDevice(threading.Thread):
    """One device and the person at it. What it does is chance, but the same chance on every start."""

    def __init__(self, url: str, user: str, name: str, password: str) -> None:
        super().__init__(name=name, daemon=True)
        self._client = SeatkeeperClient(url)
        self._user, self._device, self._password = user, name, password
        self._chance = Random(name)  # noqa: S311 - nothing secret hangs on it
        self._stopping = threading.Event()

    def leave(self) -> None:
        """Close what is open, and stop; `join` waits for it."""
        self._stopping.set()

    def run(self) -> None:
        """Go on until told to leave. A server that is away for a while is asked again."""
        with self._client:
            while not self._stopping.is_set():
                try:
                    self._sign_in()
                    self._work()
                except SeatkeeperError:
                    self._pause(WAITS_WHEN_REFUSED)

    def _sign_in(self) -> None:
        self._client.sign_in(
            rf"{DOMAIN}\{self._user}", self._password, f"demo-{self._device.lower()}", self._device
        )

    def _work(self) -> None:
        self._pause((0, 10))
        while not self._stopping.is_set():
            wish = Wish(self._chance.choice(REMOTES))
            try:
                self._hold(wish)
            except LimitReached:
                self._pause(WAITS_WHEN_REFUSED)
            else:
                self._pause(RESTS)

    def _hold(self, wish: Wish) -> None:
        over = threading.Event()

        def told(happening: Happening) -> None:
            if isinstance(happening, Over):
                over.set()

        with SessionWatch(self._client, wish, self._client.open_session(wish), told) as watch:
            self._until_done(over)
        if not over.is_set():
            self._client.close_session(watch.session.id)

    def _until_done(self, over: threading.Event) -> None:
        for _ in range(self._chance.randint(*HOLDS)):
            if self._stopping.wait(1) or over.is_set():
                return

    def _pause(self, seconds: tuple[int, int]) -> None:
        self._stopping.wait(self._chance.uniform(*seconds))
