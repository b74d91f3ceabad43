"""Watches over one open session: keeps its lease, hears of its end, confirms that, and asks to be let in again."""

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

from webapp.client.answers import Session
from webapp.client.errors import LimitReached, ProblemError, SeatkeeperError, ServerUnreachable, Unauthorized
from webapp.client.event_listener import EventListener
from webapp.client.events import (
    Event,
    SessionEnded,
    SessionEnding,
    SessionJoined,
    SessionKept,
    SessionPaused,
    SessionResumed,
)
from webapp.client.happenings import AdmittedAgain, Ending, Happening, Kept, LeaseLost, Over
from webapp.client.lease_keeper import LeaseKeeper
from webapp.client.lease_report import LeaseReport
from webapp.client.seatkeeper_client import SeatkeeperClient
from webapp.client.steady import steady_now
from webapp.client.waiting_news import WaitingNews
from webapp.client.wish import Wish

LAPSED = "lease_lapsed"


class SessionWatch:
    """Calls `told` with happenings, from its threads, one at a time.

    It renews this session only, not all of the device: another program of the same device that was killed must not
    be kept alive by this one. Events and renewals tell the same things; an answer that may be older than the last
    event is not believed, and asked for again.
    """

    def __init__(
        self, client: SeatkeeperClient, wish: Wish, session: Session, told: Callable[[Happening], None]
    ) -> None:
        self.session = session
        self._client, self._wish, self._told = client, wish, told
        self._lock = threading.RLock()
        self._heard_at = steady_now()
        self._ending: SessionEnding | None = None
        self._confirmed: SessionEnding | None = None
        self._again: Wish | None = None  # asked for instead of a renewal, once the lease is known to be over
        self._lost = self._refused = self._over = False
        self._waiting = WaitingNews(session, client.clock, told)
        start = client.report_of(session, self._heard_at)
        self._keeper = LeaseKeeper(self._renew, self._learn, self._failed, self._lapsed, start)
        self._listener = EventListener(client, self._hear, self._keeper.renew_now)

    def __enter__(self) -> Self:
        self._keeper.start()
        self._listener.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._keeper.stop()
        self._listener.stop()

    def _renew(self) -> LeaseReport:
        """Renew, or after the lease ran out ask to be admitted: a lapsed lease never comes back by itself."""
        if self._again is None:
            return self._client.renew_session(self.session.id)
        asked = steady_now()
        return self._client.report_of(self._client.open_session(self._again), asked)

    def _learn(self, report: LeaseReport) -> None:
        session = report.sessions[0]
        with self._lock:
            if self._over:
                return
            if session.id == self.session.id and report.asked < self._heard_at:
                self._keeper.renew_now()
                return
            self._take(session)
        self._confirm()

    def _take(self, session: Session) -> None:
        if session.over:
            if session.id != self.session.id:
                self._again = None  # that wish is used up: its session is over already
            self._end(session.end_reason or "", session.message or "")
            return
        if self._again is not None or self._lost:
            self.session, self._again, self._ending = session, None, None
            self._lost = self._refused = False
            self._waiting.begin(session)
            self._told(AdmittedAgain(session))
        self._waiting.take(session)
        if session.ends_at is None:
            self._keep()
        else:
            told = {"ends_at": session.ends_at, "seconds": session.seconds, "message": session.message or ""}
            self._begin_ending(SessionEnding.model_validate({"id": session.id, **told}))

    def _failed(self, error: SeatkeeperError) -> None:
        with self._lock:
            if isinstance(error, ProblemError) and error.status == 404 and self._again is None:
                self._end(LAPSED, "")  # the server knows nothing of the session: nothing is held
            elif self._waiting.is_paused:
                return  # nothing is held that could be lost
            elif self._again is not None or isinstance(error, Unauthorized):
                self._lose(str(error), error.usage_url if isinstance(error, LimitReached) else None)

    def _lapsed(self) -> None:
        with self._lock:
            if self._again is None and not self._over and not self._waiting.is_paused:
                self._lose(f"{self._client.url} has not been reached for so long that the license was lost.")

    def _lose(self, why: str, usage_url: str | None = None) -> None:
        """Tell it once, and once more when the server's refusal comes later: its link is where a license is freed."""
        refused = usage_url is not None
        if self._over or (self._lost and (self._refused or not refused)):
            return
        self._lost, self._refused = True, refused
        self._told(LeaseLost(why, usage_url))

    def _ask_again(self) -> None:
        self._again = self._again or self._wish.anew()
        self._keeper.renew_now()

    def _hear(self, event: Event) -> None:
        with self._lock:
            if self._over or getattr(event, "id", None) != self.session.id:
                return
            self._heard_at = steady_now()
            match event:
                case SessionEnding():
                    self._begin_ending(event)
                case SessionKept():
                    self._keep()
                case SessionEnded():
                    self._end(event.reason, event.message or "")
                case SessionJoined():
                    self._waiting.join(event.remote)
                case SessionPaused():
                    self._waiting.pause(event.expires_at)
                    self._keeper.renew_now()  # which tells until when there is nothing to renew
                case SessionResumed():
                    self._waiting.resume()
                    self._keeper.renew_now()
        self._confirm()

    def _begin_ending(self, ending: SessionEnding) -> None:
        if not _same(self._ending, ending):
            self._ending = ending
            deadline = self._client.clock.deadline(ending.ends_at, ending.seconds, steady_now())
            self._told(Ending(deadline, ending.message))

    def _keep(self) -> None:
        if self._ending is not None:
            self._ending = None
            self._told(Kept())

    def _end(self, reason: str, message: str) -> None:
        if reason == LAPSED and not self._waiting.is_paused:
            self._ask_again()
        else:
            self._over = True
            self._told(Over(reason, message))

    def _confirm(self) -> None:
        """Say that the person was told; what could not be said now is said after the next report."""
        with self._lock:
            ending = self._ending
        if ending is None or _same(self._confirmed, ending):
            return
        try:
            self._client.confirm(ending.id)
        except ServerUnreachable:
            return
        except ProblemError:
            pass  # taken back or over meanwhile: nothing to confirm any more
        self._confirmed = ending


def _same(one: SessionEnding | None, other: SessionEnding) -> bool:
    """Whether two messages tell of one termination: an event and a renewal may round its time differently."""
    if one is None or one.id != other.id:
        return False
    return abs((one.ends_at - other.ends_at).total_seconds()) < 1
