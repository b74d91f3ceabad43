"""The client library's face: one method for each thing that the API can do. Every call asks once and has a timeout."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from webapp.client.answers import (
    LeaseAnswer,
    Licenses,
    Session,
    SessionPage,
    SignedIn,
    TerminationAsked,
)
from webapp.client.errors import SessionOver
from webapp.client.event_stream import EventStream
from webapp.client.lease_report import LeaseReport
from webapp.client.steady import steady_now
from webapp.client.transport import Transport
from webapp.client.wish import Wish


class SeatkeeperClient:
    """A device's line to one server. May be used by several threads. Raises the errors of `webapp.client.errors`."""

    def __init__(self, url: str, token: str | None = None) -> None:
        self._transport = Transport(url, token)
        self.url = self._transport.url
        self.clock = self._transport.clock

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.disconnect()

    def disconnect(self) -> None:
        """Close the connections. Sessions stay open as long as their leases last."""
        self._transport.close()

    def sign_in(
        self, username: str, password: str, device_id: str, device_name: str, code: str | None = None
    ) -> SignedIn:
        """Sign a user in on this device, and speak with the new token from now on.

        Raises TwoStepRequired when a `code` is needed, of the user's authenticator app or a recovery code.
        """
        body = {
            "username": username,
            "password": password,
            "device_id": device_id,
            "device_name": device_name,
            **({"code": code} if code else {}),
        }
        signed_in = self._transport.ask(SignedIn, "POST", "/devices", json=body)
        self._transport.use(signed_in.token)
        return signed_in

    def who_am_i(self) -> SignedIn:
        """Who is signed in on this device."""
        return self._transport.ask(SignedIn, "GET", "/devices/current")

    def sign_out(self) -> None:
        """Revoke this device's token."""
        self._transport.send("DELETE", "/devices/current")
        self._transport.use(None)

    def open_session(self, wish: Wish) -> Session:
        """Ask to be admitted. Raises LimitReached. Asking for the same wish again gives the same session."""
        headers = {"Idempotency-Key": wish.key}
        return self._transport.ask(Session, "POST", "/sessions", json=wish.document(), headers=headers)

    def session(self, session_id: UUID) -> Session:
        """One session, also when it is over."""
        return self._transport.ask(Session, "GET", f"/sessions/{session_id}")

    def sessions(self) -> Iterator[Session]:
        """All open sessions that this user may see."""
        after: dict[str, Any] = {}
        while True:
            page = self._transport.ask(SessionPage, "GET", "/sessions", params=after)
            yield from page.items
            if page.next is None:
                return
            after = {"after": page.next}

    def licenses(self) -> Licenses:
        """The account's licenses and who holds them."""
        return self._transport.ask(Licenses, "GET", "/licenses")

    def renew(self) -> LeaseReport:
        """Renew the leases of all sessions of this device."""
        asked = steady_now()
        answer = self._transport.ask(LeaseAnswer, "PUT", "/lease")
        return self._report(answer.sessions, answer.lease_expires_at, answer.renew_every_seconds, asked)

    def renew_session(self, session_id: UUID) -> LeaseReport:
        """Renew one session's lease. A session that is over is in the report, too."""
        asked = steady_now()
        try:
            session = self._transport.ask(Session, "PUT", f"/sessions/{session_id}/lease")
        except SessionOver:
            session = self.session(session_id)
        return self.report_of(session, asked)

    def report_of(self, session: Session, asked: float) -> LeaseReport:
        """What an answer about one session says of its lease. A paused one has none, and lasts until it expires.

        It is looked at as often all the same: once it is resumed its lease has to be renewed, also where no event tells.
        """
        lasts_until = session.expires_at if session.paused else session.lease_expires_at
        return self._report((session,), lasts_until, session.renew_every_seconds, asked)

    def pause_session(self, session_id: UUID) -> Session:
        """Pause a session of one's own: its license is free, unless another session of this device needs it."""
        return self._transport.ask(Session, "POST", f"/sessions/{session_id}/pause")

    def resume_session(self, session_id: UUID, accept_ppu: bool | None = None) -> Session:
        """Ask for a paused session to be let in again. Raises LimitReached and PpuConsentRequired: it stays paused."""
        body = {} if accept_ppu is None else {"accept_ppu": accept_ppu}
        return self._transport.ask(Session, "POST", f"/sessions/{session_id}/resume", json=body)

    def close_session(self, session_id: UUID) -> None:
        """Close a session of one's own at once."""
        self._transport.send("DELETE", f"/sessions/{session_id}")

    def terminate(self, session_id: UUID, reason: str | None = None) -> datetime:
        """End somebody's session, with notice; returns when that takes effect, by the server's clock."""
        body = {} if reason is None else {"reason": reason}
        return self._transport.ask(
            TerminationAsked, "POST", f"/sessions/{session_id}/termination", json=body
        ).ends_at

    def take_back(self, session_id: UUID) -> None:
        """Take a termination back."""
        self._transport.send("DELETE", f"/sessions/{session_id}/termination")

    def confirm(self, session_id: UUID) -> None:
        """Say that the one who has the session was told of its termination."""
        self._transport.send("PUT", f"/sessions/{session_id}/termination/confirmation")

    @contextmanager
    def events(self, last_id: str = "") -> Iterator[EventStream]:
        """Listen to what happens to this device's sessions, from after the event with this id on."""
        headers = {"Accept": "text/event-stream", "Cache-Control": "no-store"}
        if last_id:
            headers["Last-Event-ID"] = last_id
        with self._transport.stream("/events", headers) as response:
            yield EventStream(response)

    def _report(
        self, sessions: tuple[Session, ...], expires_at: datetime | None, every: float, asked: float
    ) -> LeaseReport:
        by_clock = None if expires_at is None else self.clock.moment(expires_at)
        lasts_until = asked + 3 * every if by_clock is None else by_clock
        return LeaseReport(sessions, asked, lasts_until, every)
