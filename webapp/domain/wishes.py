"""Refusals folded into wishes, and what became of them: a client that asks again and again has one wish."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from webapp.domain.states import RefusalReason

CAME_BACK_WITHIN = timedelta(hours=1)
"""A session that the same user opens from the same device so soon after the last refusal is what they had wanted."""
STILL_TRYING = timedelta(minutes=2)
"""A client that waits asks again more often than that."""
SAME_WISH_WITHIN = timedelta(days=1)
"""Asked again after more than that, it is another wish, whatever the client says."""
Pair = tuple[int, int]


class Outcome(StrEnum):
    """What became of a wish."""

    GOT_IN = "got_in"
    ON_PPU = "on_ppu"
    WAITING = "waiting"
    GAVE_UP = "gave_up"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One refusal. `wish` is the client's key, the same for each retry; None: it did not say."""

    refusal_id: UUID
    pair: Pair
    wish: str | None
    at: datetime
    reason: RefusalReason
    remote: str


@dataclass(frozen=True, slots=True)
class LetIn:
    """A session that was opened or resumed at `at`, with the client's key."""

    pair: Pair
    key: str | None
    at: datetime
    on_ppu: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody wanted in and was refused `tries` times. `after`: from the first refusal until they were in."""

    refusal_id: UUID
    pair: Pair
    remote: str
    reason: RefusalReason
    first_at: datetime
    last_at: datetime
    tries: int
    outcome: Outcome
    after: timedelta | None


def fold(attempts: Iterable[Attempt], let_in: Iterable[LetIn], now: datetime) -> list[Wish]:
    """Fold attempts into wishes, oldest first.

    A session fulfils one wish: the last one of its own key that was refused before it, else the first one without a
    session that the same user had on the same device within the hour.
    """
    sessions = _Sessions(let_in)
    wishes = sorted(_wishes(attempts, sessions), key=lambda tries: (tries[0].at, tries[0].refusal_id))
    got = [sessions.of_key(tries) for tries in wishes]
    return [
        _wish(tries, own or sessions.next_of_pair(tries[-1]), now)
        for tries, own in zip(wishes, got, strict=True)
    ]


def _wishes(attempts: Iterable[Attempt], sessions: "_Sessions") -> Iterator[list[Attempt]]:
    """The attempts of each wish. It is another wish after a long silence, and once the one before was fulfilled."""
    by_key: dict[tuple[Pair, str], list[Attempt]] = defaultdict(list)
    for attempt in sorted(attempts, key=lambda each: (each.at, each.refusal_id)):
        by_key[attempt.pair, attempt.wish or str(attempt.refusal_id)].append(attempt)
    for tries in by_key.values():
        begin = 0
        for n in range(1, len(tries)):
            before, again = tries[n - 1], tries[n]
            if again.at - before.at > SAME_WISH_WITHIN or sessions.fulfilled_between(before, again):
                yield tries[begin:n]
                begin = n
        yield tries[begin:]


def _wish(tries: Sequence[Attempt], got: LetIn | None, now: datetime) -> Wish:
    first, last = tries[0], tries[-1]
    if got is not None:
        outcome = Outcome.ON_PPU if got.on_ppu else Outcome.GOT_IN
    else:
        outcome = Outcome.WAITING if now - last.at < STILL_TRYING else Outcome.GAVE_UP
    return Wish(
        refusal_id=first.refusal_id,
        pair=first.pair,
        remote=first.remote,
        reason=first.reason,
        first_at=first.at,
        last_at=last.at,
        tries=len(tries),
        outcome=outcome,
        after=got.at - first.at if got else None,
    )


class _Sessions:
    def __init__(self, let_in: Iterable[LetIn]) -> None:
        self._by_key: dict[tuple[Pair, str], list[LetIn]] = defaultdict(list)
        self._by_pair: dict[Pair, list[LetIn]] = defaultdict(list)
        self._taken: set[LetIn] = set()
        for session in sorted(let_in, key=lambda each: each.at):
            self._by_pair[session.pair].append(session)
            if session.key is not None:
                self._by_key[session.pair, session.key].append(session)

    def fulfilled_between(self, before: Attempt, again: Attempt) -> bool:
        """Whether a session of their key was let in between two attempts."""
        found = self._next(self._of_key(before), before.at)
        return found is not None and found.at <= again.at

    def of_key(self, tries: Sequence[Attempt]) -> LetIn | None:
        """The session of the wish's own key, which then fulfils no other."""
        found = self._next(self._of_key(tries[0]), tries[-1].at)
        if found is not None:
            self._taken.add(found)
        return found

    def next_of_pair(self, last: Attempt) -> LetIn | None:
        """The next session of the same user and device, if it came soon enough and fulfils no other wish."""
        found = self._next(self._by_pair.get(last.pair, ()), last.at)
        if found is None or found.at - last.at > CAME_BACK_WITHIN:
            return None
        self._taken.add(found)
        return found

    def _of_key(self, attempt: Attempt) -> Sequence[LetIn]:
        return () if attempt.wish is None else self._by_key.get((attempt.pair, attempt.wish), ())

    def _next(self, sessions: Sequence[LetIn], at: datetime) -> LetIn | None:
        since = bisect_left(sessions, at, key=lambda each: each.at)
        return next((session for session in sessions[since:] if session not in self._taken), None)
