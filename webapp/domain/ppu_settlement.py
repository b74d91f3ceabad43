"""What time has done to the sessions on pay per use: minutes that began, licenses that became free, notices that are due.

Worked out from timestamps in their true order, so the answer is the same whether it is asked for every second or once
after an hour without a server.
"""

import heapq
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from webapp.domain.ppu import A_MINUTE, Budget, PpuObstacle


@dataclass(frozen=True, slots=True)
class OnPpu:
    """A session that runs on pay per use. `used_up`: it has had notice because its next minute could not be paid.

    `has_nobody`: nobody has joined it, so there is nobody to warn: it is over when its next minute cannot be paid.
    """

    session_id: UUID
    user_id: int
    device_id: int
    since: datetime
    paid_until: datetime
    over_at: datetime
    used_up: bool = False
    has_nobody: bool = False

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
class Unpaid:
    """The minute that would have begun at `at` cannot be paid, because of this."""

    at: datetime
    obstacle: PpuObstacle


@dataclass(frozen=True, slots=True)
class Move:
    """These sessions, all of this user on this device, go onto a license at `at`.

    `until`: they are over since then, and the license was free again.
    """

    user_id: int
    device_id: int
    number: int
    at: datetime
    session_ids: tuple[UUID, ...]
    until: datetime | None = None


@dataclass(slots=True)
class Settlement:
    """What is to be written down. `used_up` are to be given notice; `revived` had it, and can pay again."""

    charges: list[Charge] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    used_up: dict[UUID, Unpaid] = field(default_factory=dict)
    revived: list[UUID] = field(default_factory=list)


def settle(
    sessions: Iterable[OnPpu], free: Iterable[FreeLicense], budget: Budget, now: datetime
) -> Settlement:
    """Work out everything up to `now`. A license that became free at the moment of a charge comes first.

    The minute that begins at `now` itself is left to whoever settles next: whatever else happens at this very moment,
    such as an end or a license that becomes free, comes before it.
    """
    timeline = _Timeline(sessions, budget, now)
    licenses = [(license_.at, license_.number) for license_ in free]
    heapq.heapify(licenses)
    while licenses:
        at, number = heapq.heappop(licenses)
        timeline.charge_before(at)
        if again := timeline.give(FreeLicense(number, at)):
            heapq.heappush(licenses, (again, number))
    timeline.charge_before(now)
    timeline.revive()
    return timeline.result


def usable(
    free: Collection[int], freed: Iterable[FreeLicense], held: int, licenses: int, now: datetime
) -> list[FreeLicense]:
    """Which of the `free` numbers may be given away, and since when: none while more are `held` than the account has.

    `freed` are those that have just become free, numbers above what the account has among them; any other is free as of now.
    """
    since = {license_.number: license_.at for license_ in freed}
    moments = sorted([*since.values(), *(now for number in free if number not in since)])
    room, left, found = max(0, licenses - held), set(free), []
    for moment in moments[len(moments) - room :] if room else ():
        number = min(number for number in left if since.get(number, now) <= moment)
        left.remove(number)
        found.append(FreeLicense(number, moment))
    return found


class _Timeline:
    def __init__(self, sessions: Iterable[OnPpu], budget: Budget, now: datetime) -> None:
        self._running = {session.session_id: session for session in sessions}
        self._budget = budget
        self._now = now
        self._due = [(s.paid_until, s.session_id) for s in self._running.values() if not s.used_up]
        heapq.heapify(self._due)
        self.result = Settlement()

    def charge_before(self, moment: datetime) -> None:
        while self._due and self._due[0][0] < moment:
            self._charge_next()

    def give(self, license_: FreeLicense) -> datetime | None:
        """The session that has run longest moves onto the license, and with it all of its user on its device.

        Returns since when the license is free again, if it is.
        """
        waiting = [s for s in self._running.values() if s.runs_at(license_.at)]
        if not waiting:
            return None
        longest = min(waiting, key=lambda s: (s.since, s.session_id))
        pair = (longest.user_id, longest.device_id)
        moved = [s for s in waiting if (s.user_id, s.device_id) == pair]
        at, over = max(license_.at, longest.since), max(session.over_at for session in moved)
        until = max(over, at) if over <= self._now else None
        for session in moved:
            del self._running[session.session_id]
            self.result.used_up.pop(session.session_id, None)
        ids = tuple(session.session_id for session in moved)
        self.result.moves.append(Move(*pair, license_.number, at, ids, until))
        return until

    def revive(self) -> None:
        """Those that have had notice go on when their next minute can be paid after all."""
        for session in sorted(self._running.values(), key=lambda s: (s.since, s.session_id)):
            if session.used_up and session.runs_at(self._now) and self._can_go_on(session):
                self.result.revived.append(session.session_id)

    def _can_go_on(self, session: OnPpu) -> bool:
        if session.paid_until > self._now:  # a clock that was set back: this minute is paid
            return self._budget.obstacle(session.user_id, self._now) is None
        if self._budget.draw(session.user_id, self._now) is not None:
            return False
        self.result.charges.append(Charge(session.session_id, session.user_id, self._now))
        return True

    def _charge_next(self) -> None:
        at, session_id = heapq.heappop(self._due)
        session = self._running.get(session_id)
        if session is None or not session.runs_at(at):
            return
        obstacle = self._budget.draw(session.user_id, at)
        if obstacle is None:
            self.result.charges.append(Charge(session_id, session.user_id, at))
            heapq.heappush(self._due, (at + A_MINUTE, session_id))
            return
        self.result.used_up[session_id] = Unpaid(at, obstacle)
        if session.has_nobody:
            del self._running[session_id]
