"""The rules of licenses and leases once more, as plainly as possible: what the services are compared with."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from webapp.domain.states import EndReason

Pair = int
"""A device's number: in these stories every device has one user."""


@dataclass
class ModelSession:
    """One session: over at its deadline or its lease, whichever comes first."""

    pair: Pair
    number: int
    lease: datetime
    deadline: datetime | None = None
    ended_at: datetime | None = None
    reason: EndReason | None = None

    @property
    def over_at(self) -> datetime:
        """When it is over by itself."""
        return min(self.lease, self.deadline or self.lease)


@dataclass
class Model:
    """An account whose clock is moved by `at`, which first lets everything end that has run out by then."""

    licenses: int
    lease: timedelta
    notice: timedelta
    now: datetime
    sessions: list[ModelSession] = field(default_factory=list)
    history: list[tuple[int, Pair, datetime, datetime | None]] = field(default_factory=list)

    def at(self, moment: datetime) -> None:
        """Go to a moment."""
        due = sorted((s for s in self.live() if s.over_at <= moment), key=lambda s: s.over_at)
        for session in due:
            terminated = session.deadline is not None and session.deadline <= session.lease
            self._end(
                session, EndReason.TERMINATED if terminated else EndReason.LEASE_LAPSED, session.over_at
            )
        self.now = moment

    def live(self, pair: Pair | None = None) -> list[ModelSession]:
        """The sessions that are not over, of one pair or of all."""
        return [s for s in self.sessions if s.ended_at is None and pair in (None, s.pair)]

    def held(self) -> dict[int, Pair]:
        """Who holds which license."""
        return {session.number: session.pair for session in self.live()}

    def open(self, pair: Pair) -> int | None:
        """Open a session; the license it is on, or None when it is refused."""
        held = self.held()
        mine = next((number for number, holder in held.items() if holder == pair), None)
        if mine is None:
            if len(held) >= self.licenses:
                return None
            mine = min(set(range(1, self.licenses + 1)) - set(held))
            self.history.append((mine, pair, self.now, None))
        self.sessions.append(ModelSession(pair, mine, self.now + self.lease))
        return mine

    def close(self, session: ModelSession) -> None:
        """The client closes it."""
        if session.ended_at is None:
            self._end(
                session, EndReason.TERMINATED if session.deadline else EndReason.CLOSED_BY_CLIENT, self.now
            )

    def renew(self, sessions: list[ModelSession]) -> None:
        """The client renews: what is over stays over."""
        for session in sessions:
            if session.ended_at is None:
                session.lease = self.now + self.lease

    def terminate(self, session: ModelSession) -> None:
        """Somebody ends it: a second time moves no deadline."""
        if session.ended_at is None and session.deadline is None:
            session.deadline = self.now + self.notice

    def take_back(self, session: ModelSession) -> None:
        """Somebody keeps it open."""
        if session.ended_at is None:
            session.deadline = None

    def _end(self, session: ModelSession, reason: EndReason, moment: datetime) -> None:
        session.ended_at, session.reason = moment, reason
        if not self.live(session.pair):
            row = next(row for row in self.history if row[0] == session.number and row[3] is None)
            self.history[self.history.index(row)] = (*row[:3], moment)
