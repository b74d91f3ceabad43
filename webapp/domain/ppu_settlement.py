"""What time has done to the sessions on pay per use: minutes that began, licenses that became free, notices that are due.

Worked out from timestamps in their true order, so the answer is the same whether it is asked for every second or once
after an hour without a server.
"""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from webapp.domain.ppu import A_MINUTE, Budget, PpuObstacle


@dataclass(frozen=True, slots=True)
class OnPpu:
    """A session that runs on pay per use. `used_up`: it has had notice because its next minute could not be paid."""

    session_id: UUID
    user_id: int
    device_id: int
    since: datetime
    paid_until: datetime
    over_at: datetime
    used_up: bool = False

    def runs_at(self, moment: datetime) -> bool:
        """Whether it is still open then."""
        return moment < self.over_at


@dataclass(frozen=True, slots=True)
class FreeLicense:
    """A license that nobody holds, and since when."""

    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Charge:
    """The minute of a session that began at `at`."""

    session_id: UUID
    user_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Move:
    """All sessions of this user on this device go onto a license at `at`."""

    user_id: int
    device_id: int
    number: int
    at: datetime


@dataclass(slots=True)
class Settlement:
    """What is to be written down. `used_up` are to be given notice; `revived` had it, and can pay again."""

    charges: list[Charge] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    used_up: dict[UUID, PpuObstacle] = field(default_factory=dict)
    revived: list[UUID] = field(default_factory=list)


def settle(
    sessions: Iterable[OnPpu], free: Iterable[FreeLicense], budget: Budget, now: datetime
) -> Settlement:
    """Work out everything up to `now`. A license that became free at the moment of a charge comes first."""
    timeline = _Timeline(sessions, budget)
    for license_ in sorted(free, key=lambda each: (each.at, each.number)):
        timeline.charge_before(license_.at)
        timeline.give(license_)
    timeline.charge_through(now)
    timeline.revive(now)
    return timeline.result


class _Timeline:
    def __init__(self, sessions: Iterable[OnPpu], budget: Budget) -> None:
        self._running = {session.session_id: session for session in sessions}
        self._budget = budget
        self._due = [(s.paid_until, s.session_id) for s in self._running.values() if not s.used_up]
        heapq.heapify(self._due)
        self.result = Settlement()

    def charge_before(self, moment: datetime) -> None:
        while self._due and self._due[0][0] < moment:
            self._charge_next()

    def charge_through(self, moment: datetime) -> None:
        while self._due and self._due[0][0] <= moment:
            self._charge_next()

    def give(self, license_: FreeLicense) -> None:
        """The session that has run longest moves onto the license, and with it all of its user on its device."""
        waiting = [s for s in self._running.values() if s.runs_at(license_.at)]
        if not waiting:
            return
        longest = min(waiting, key=lambda s: (s.since, s.session_id))
        move = Move(longest.user_id, longest.device_id, license_.number, max(license_.at, longest.since))
        self.result.moves.append(move)
        for session in waiting:
            if (session.user_id, session.device_id) == (move.user_id, move.device_id):
                del self._running[session.session_id]
                self.result.used_up.pop(session.session_id, None)

    def revive(self, now: datetime) -> None:
        """Those that have had notice go on when their next minute can be paid after all."""
        for session in sorted(self._running.values(), key=lambda s: (s.since, s.session_id)):
            if session.used_up and session.runs_at(now) and self._budget.draw(session.user_id, now) is None:
                self.result.charges.append(Charge(session.session_id, session.user_id, now))
                self.result.revived.append(session.session_id)

    def _charge_next(self) -> None:
        at, session_id = heapq.heappop(self._due)
        session = self._running.get(session_id)
        if session is None or not session.runs_at(at):
            return
        obstacle = self._budget.draw(session.user_id, at)
        if obstacle is not None:
            self.result.used_up[session_id] = obstacle
            return
        self.result.charges.append(Charge(session_id, session.user_id, at))
        heapq.heappush(self._due, (at + A_MINUTE, session_id))
