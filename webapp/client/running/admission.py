"""Getting in: asks for the session, patiently when the server is away for a moment, and with --wait until it is in."""

import signal

from webapp.client.answers import Session
from webapp.client.backoff import jittered
from webapp.client.errors import LimitReached, ServerUnreachable
from webapp.client.printable import printable
from webapp.client.running.inbox import Inbox
from webapp.client.running.notices import Notices
from webapp.client.seatkeeper_client import SeatkeeperClient
from webapp.client.wish import Wish

TRIES = 3  # at a server that does not answer, before giving up
SHORT_PAUSE = 1.0
WAITING_PAUSE = 4.0  # seconds between two questions while waiting: 2 to 4, 3 on average
STOPPING = (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM, signal.SIGHUP)


class StoppedWaiting(Exception):
    """Not an error: a signal came before the session was open."""

    def __init__(self, number: signal.Signals) -> None:
        super().__init__(number.name)
        self.number = number


class Admission:
    """One wish, asked for as often as it takes: always the same wish, so that no answer that got lost counts twice."""

    def __init__(self, client: SeatkeeperClient, wish: Wish, inbox: Inbox, notices: Notices) -> None:
        self._client, self._wish, self._inbox, self._notices = client, wish, inbox, notices

    def open(self, wait: bool) -> Session:
        """The open session. Raises LimitReached unless `wait`, ServerUnreachable, StoppedWaiting."""
        try:
            return self._open_patiently()
        except LimitReached as refusal:
            if not wait:
                raise
            for line in refusal_lines(refusal):
                self._notices.say(line)
            self._notices.say("Waiting for a license. Ctrl-C stops waiting.")
            return self._wait_for_license()

    def _open_patiently(self) -> Session:
        for last in (False,) * (TRIES - 1) + (True,):
            try:
                return self._client.open_session(self._wish)
            except ServerUnreachable:
                if last:
                    raise
            self._pause(SHORT_PAUSE)
        raise AssertionError("unreachable: the last try returns or raises")

    def _wait_for_license(self) -> Session:
        while True:
            self._pause(jittered(WAITING_PAUSE))
            try:
                session = self._client.open_session(self._wish)
            except (LimitReached, ServerUnreachable):
                continue
            number = "" if session.license is None else f" License {session.license}."
            self._notices.announce(f"You are in.{number}")
            return session

    def _pause(self, seconds: float) -> None:
        item = self._inbox.wait(seconds)
        if isinstance(item, signal.Signals) and item in STOPPING:
            raise StoppedWaiting(item)


def refusal_lines(refusal: LimitReached) -> list[str]:
    """What a refused person reads."""
    lines = [refusal.title, refusal.detail, refusal.usage_url or ""]
    return [printable(line) for line in lines if line]
