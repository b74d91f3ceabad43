"""Getting in: asks for the session, patiently when the server is away for a moment, and with --wait until it is in."""

import signal

from webapp.client.answers import Session
from webapp.client.backoff import jittered
from webapp.client.errors import LimitReached, PpuConsentRequired, ServerUnreachable
from webapp.client.printable import printable
from webapp.client.running.consent import ask_for_minutes
from webapp.client.running.inbox import Inbox
from webapp.client.running.notices import Notices
from webapp.client.running.stopped import StoppedWaiting
from webapp.client.seatkeeper_client import SeatkeeperClient
from webapp.client.wish import Wish

TRIES = 3  # at a server that does not answer, before giving up
SHORT_PAUSE = 1.0
WAITING_PAUSE = 4.0  # seconds between two questions while waiting: 2 to 4, 3 on average
STOPPING = (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM, signal.SIGHUP)


class Admission:
    """One wish, asked for as often as it takes: always the same wish, so that no answer that got lost counts twice.

    `wish` has, once it is open, what the person said to using pay-per-use minutes.
    """

    def __init__(self, client: SeatkeeperClient, wish: Wish, inbox: Inbox, notices: Notices) -> None:
        self.wish = wish
        self._client, self._inbox, self._notices = client, inbox, notices

    def open(self, wait: bool) -> Session:
        """The open session. Raises LimitReached unless `wait`, ServerUnreachable, PpuConsentRequired, StoppedWaiting."""
        session = self._open(wait)
        if session.on_ppu:
            self._notices.say("No license is free: this session uses pay-per-use minutes.")
        return session

    def _open(self, wait: bool) -> Session:
        try:
            return self._open_or_ask()
        except LimitReached as refusal:
            if not wait:
                raise
            for line in refusal_lines(refusal):
                self._notices.say(line)
            self._notices.say("Waiting for a license. Ctrl-C stops waiting.")
            return self._wait_for_license()

    def _open_or_ask(self) -> Session:
        try:
            return self._open_patiently()
        except PpuConsentRequired as required:
            self.wish = self.wish.answered(ask_for_minutes(required))
            return self._open_patiently()

    def _open_patiently(self) -> Session:
        for last in (False,) * (TRIES - 1) + (True,):
            try:
                return self._client.open_session(self.wish)
            except ServerUnreachable:
                if last:
                    raise
            self._pause(SHORT_PAUSE)
        raise AssertionError("unreachable: the last try returns or raises")

    def _wait_for_license(self) -> Session:
        while True:
            self._pause(jittered(WAITING_PAUSE))
            try:
                session = self._client.open_session(self.wish)
            except (LimitReached, PpuConsentRequired, ServerUnreachable):
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
