"""Replays a demand against other numbers of licenses: who would have been refused, have waited, have used minutes.

Exact, and for all numbers from 1 to `most` at once. Times are seconds since any moment; a demand's entries are stretches
in which one concurrent user wanted to be connected, in the order of their beginning. Who is refused goes away.
"""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil

LANE = 32
"""Bits for each number of licenses in one whole number that counts for all of them."""


@dataclass(frozen=True, slots=True)
class Demand:
    """When somebody wanted to be connected and for how long; `users` says who, `days` (0, 1, …) on which day."""

    starts: Sequence[float]
    lasts: Sequence[float]
    users: Sequence[int]
    days: Sequence[int]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waiting in line would have cost: how many had to, for how long together and at most, in seconds."""

    waited: int
    total: float
    longest: float


class Lanes:
    """Counts side by side, one for each number of licenses, in one whole number: adding to all of them is one step."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.ones = sum(1 << (LANE * n) for n in range(most))
        self._high = self.ones << (LANE - 1)
        self._low = self._high - self.ones

    def filled(self, values: Sequence[int]) -> int:
        """These counts as one number."""
        return sum(value << (LANE * n) for n, value in enumerate(values))

    def positive(self, counts: int) -> int:
        """1 in each lane whose count is more than 0."""
        return ((counts + self._low) & self._high) >> (LANE - 1)

    def read(self, counts: int) -> list[int]:
        """The counts, one by one."""
        return [(counts >> (LANE * n)) & ((1 << LANE) - 1) for n in range(self.most)]


def refusals_by_day(
    demand: Demand, numbers: Sequence[int], own_limits: Mapping[int, int] | None = None
) -> list[list[int]]:
    """For each day, how many would have been refused with each of these numbers of licenses.

    `own_limits`: users who may be connected from so many devices at once, whatever is free.
    """
    lanes = Lanes(len(numbers))
    free = lanes.filled(numbers)
    own = {user: lanes.ones * limit for user, limit in (own_limits or {}).items()}
    refused = [0] * (max(demand.days, default=-1) + 1)
    leaving: list[tuple[float, int, int, int]] = []
    each = zip(demand.starts, demand.lasts, demand.users, demand.days, strict=True)
    for number, (start, lasts, user, day) in enumerate(each):
        while leaving and leaving[0][0] <= start:
            _, _, who, held = heapq.heappop(leaving)
            free += held
            if who in own:
                own[who] += held
        let_in = lanes.positive(free)
        if user in own:
            let_in &= lanes.positive(own[user])
            own[user] -= let_in
        free -= let_in
        refused[day] += lanes.ones - let_in
        if let_in:
            heapq.heappush(leaving, (start + lasts, number, user, let_in))
    return [lanes.read(counts) for counts in refused]


class _Minutes:
    """Who is connected, first come first, and the minutes begun by those who left, for each number of licenses up to `most`."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._connected: list[float] = []
        self._steps = [0] * (most + 2)

    def come(self, start: float) -> None:
        self._connected.append(start)

    def leave(self, end: float, start: float) -> None:
        at = self._connected.index(start)
        self._add(min(at, self._most), end - start, since=0)
        for number in range(at + 1, min(len(self._connected), self._most + 1)):
            self._add(number, end - self._connected[number], since=number)
        del self._connected[at]

    def totals(self) -> list[int]:
        return list(accumulate(self._steps[:-1]))

    def _add(self, until: int, seconds: float, since: int) -> None:
        """The minutes begun in so many seconds, for `since` to `until` licenses."""
        minutes = ceil(seconds / 60)
        self._steps[since] += minutes
        self._steps[until + 1] -= minutes


def minutes_by_number(starts: Sequence[float], lasts: Sequence[float], most: int) -> list[int]:
    """Pay-per-use minutes with 0, 1, … `most` licenses, when whoever finds none free runs on minutes until one is.

    The one that has run longest moves first, so with n licenses exactly the n who came first, of those connected, are on
    licenses: somebody is on minutes until at most n - 1 of those who came before are left.
    """
    minutes = _Minutes(most)
    ends: list[tuple[float, float]] = []
    for start, length in zip(starts, lasts, strict=True):
        while ends and ends[0][0] <= start:
            minutes.leave(*heapq.heappop(ends))
        minutes.come(start)
        heapq.heappush(ends, (start + length, start))
    while ends:
        minutes.leave(*heapq.heappop(ends))
    return minutes.totals()


def waiting_in_line(starts: Sequence[float], lasts: Sequence[float], licenses: int) -> Waiting:
    """What waiting costs with so many licenses when everybody waits in line and then stays as long as they wanted."""
    free_at = [0.0] * licenses
    waited, total, longest = 0, 0.0, 0.0
    if starts:
        free_at = [starts[0]] * licenses
    for start, length in zip(starts, lasts, strict=True):
        wait = free_at[0] - start
        if wait > 0:
            waited, total = waited + 1, total + wait
            longest = max(longest, wait)
            heapq.heapreplace(free_at, free_at[0] + length)
        else:
            heapq.heapreplace(free_at, start + length)
    return Waiting(waited, total, longest)
