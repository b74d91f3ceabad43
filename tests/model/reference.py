"""The rules of product.md once more, as plainly as possible, for one account: what the services are compared with.

Nothing here is taken from `webapp`. The account is a few lists; whoever changes something first writes down what time
has brought, event by event in its true order (`_catch_up`). Time is an argument and may go backwards.
"""

import pickle
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
Pair = tuple[str, str]
"""A user and a device: a concurrent user."""

MINUTE = timedelta(minutes=1)
WAITED_AT_MOST = timedelta(seconds=10)
"""A request may have waited for so long. A clock that is further behind the last decision was set back (record 0005)."""
HOLDING = ("standby", "active", "ending")


class NotPossible(Exception):
    """It cannot be done, and nothing of it has happened."""


@dataclass
class Session:
    """One session. `license`: the number it holds; `ppu_since`: since when it runs on pay per use."""

    number: int
    pair: Pair
    is_support: bool
    opened_at: datetime
    lease: datetime
    state: str = "active"
    license: int | None = None
    ppu_since: datetime | None = None
    paid_until: datetime | None = None
    waits_until: datetime | None = None
    deadline: datetime | None = None
    deadline_for: str | None = None
    joined: bool = False
    ended_at: datetime | None = None
    reason: str | None = None

    @property
    def over(self) -> tuple[datetime, str]:
        """When it is over by itself, and why. At the same moment a termination comes before a code, a code before the lease."""
        if self.state == "paused":
            assert self.waits_until
            return self.waits_until, "pause_expired"
        ends = [(self.deadline, self.deadline_for), (self.waits_until, "code_expired")]
        known = [(at, why) for at, why in ends if at and why]
        return min([*known, (self.lease, "lease_lapsed")], key=lambda end: end[0])

    def stands(self, now: datetime) -> tuple[str, datetime | None, str | None]:
        """Its state now, and if it is over, since when and why."""
        if self.state != "ended" and self.over[0] <= now:
            return "ended", *self.over
        return self.state, self.ended_at, self.reason

    def is_live(self, now: datetime) -> bool:
        """Whether it keeps a place: on a license or on pay per use."""
        return self.stands(now)[0] in HOLDING


@dataclass
class Termination:
    """The request to end a session, and what became of it. `by` None: minutes have run out."""

    session: int
    by: str | None
    asked_at: datetime
    effect_at: datetime
    closed_at: datetime | None = None
    closed_by: str | None = None
    taken_back_at: datetime | None = None
    taken_back_by: str | None = None


@dataclass
class Holding:
    """A stretch in which a pair held a license."""

    license: int
    pair: Pair
    since: datetime
    until: datetime | None = None


@dataclass
class Entry:
    """Of the ledger: minutes bought or corrected, or the minute of a session that began at `at`."""

    kind: str
    minutes: int
    at: datetime
    session: int | None = None


@dataclass
class Refusal:
    """An attempt that a limit turned away."""

    pair: Pair
    reason: str
    licenses: int
    own_limit: int | None
    ppu: str | None
    wish: str | None
    at: datetime


def all_or_nothing(
    method: Callable[Concatenate["Account", P], R],
) -> Callable[Concatenate["Account", P], R]:
    """What raises NotPossible has changed nothing."""

    @wraps(method)
    def attempt(account: "Account", /, *args: P.args, **kwargs: P.kwargs) -> R:
        before = pickle.dumps(account.__dict__)
        try:
            return method(account, *args, **kwargs)
        except NotPossible:
            account.__dict__.update(pickle.loads(before))  # noqa: S301  # our own
            raise

    return attempt


@dataclass
class Account:
    """One account and all its sessions, in order of opening. Sessions are named by their number, from 0."""

    licenses: int
    lease: timedelta
    notice: timedelta
    code: timedelta
    pause_for: timedelta
    decided_at: datetime
    ppu_is_on: bool = False
    ppu_expires_at: datetime | None = None
    asks_first: bool = False
    minutes: int = 0
    limits: dict[str, int | None] = field(default_factory=dict)
    held: dict[int, Holding] = field(default_factory=dict)
    sessions: list[Session] = field(default_factory=list)
    terminations: list[Termination] = field(default_factory=list)
    holdings: list[Holding] = field(default_factory=list)
    ledger: list[Entry] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    # ------------------------------------------------------------------------ what people and clients do

    def open(
        self, pair: Pair, now: datetime, *, support: bool, accept: bool | None, wish: str | None
    ) -> Session | Refusal | None:
        """A client asks for a session: it, a refusal, or None for the question whether to use minutes."""
        now = self._decide_at(now)
        if self.is_anything_due(now):
            self._catch_up(now)
        place = self._admit(pair, accept, wish, now)
        if place is None or isinstance(place, Refusal):
            return place
        session = Session(len(self.sessions), pair, support, now, now + self.lease)
        if support:
            session.state, session.waits_until = "standby", now + self.code
        self.sessions.append(session)
        self._place(session, place, now)
        return session

    @all_or_nothing
    def resume(
        self, number: int, now: datetime, *, accept: bool | None, wish: str
    ) -> Session | Refusal | None:
        """Like one that is opened; refused, or asked, it stays paused."""
        now = self._decide_at(now)
        self._catch_up(now)
        session = self.sessions[number]
        if session.state == "ended":
            raise NotPossible
        if session.state == "paused":
            place = self._admit(session.pair, accept, wish, now)
            if place is None or isinstance(place, Refusal):
                return place
            session.state, session.lease, session.waits_until = "active", now + self.lease, None
            self._place(session, place, now)
        return session

    def repeat(self, now: datetime) -> None:
        """A wish that has opened a session before is sent again."""
        self._decide_at(now)

    def renew(self, pair: Pair, now: datetime, only: int | None = None) -> bool:
        """One request for all live sessions of a device, or for one of them. False: that one is over."""
        of_pair = [s for s in self.sessions if s.pair == pair and only in (None, s.number)]
        renewed = self._extend(of_pair, now)
        if only is not None and not renewed:
            return self.sessions[only].stands(now)[0] == "paused"
        if any(self._owes_a_minute(session, now) for session in of_pair):
            self._catch_up(self._decide_at(now))
            self._extend(of_pair, now)
        return True

    def close(self, number: int, now: datetime) -> None:
        """Its client closes it."""
        now = self._decide_at(now)
        self._catch_up(now)
        session = self.sessions[number]
        self._end_now(session, session.deadline_for or "closed_by_client", "client", now)

    @all_or_nothing
    def pause(self, number: int, now: datetime) -> None:
        """It lets go of its license at once."""
        now = self._decide_at(now)
        self._catch_up(now)
        session = self.sessions[number]
        if session.state == "paused":
            return
        if session.state != "active":
            raise NotPossible
        session.state, session.waits_until, session.ppu_since = "paused", now + self.pause_for, None
        self._leave_license(session, now)

    def join(self, number: int, now: datetime) -> bool:
        """Somebody joins by its present code. False: nobody can any more."""
        session = self.sessions[number]
        if session.state != "standby":
            return False
        self._catch_up(self._decide_at(now))
        if session.state != "standby":
            return False
        session.state, session.waits_until, session.joined = "active", None, True
        return True

    def leave(self, number: int, now: datetime) -> None:
        """Who joined leaves: the session ends."""
        session = self.sessions[number]
        if session.joined:
            now = self._decide_at(now)
            self._catch_up(now)
            self._end_now(session, "remote_left", "remote", now)

    def new_code(self, number: int, now: datetime) -> bool:
        """Another code, whose time begins anew. False: nobody can join any more."""
        now = self._decide_at(now)
        self._catch_up(now)
        session = self.sessions[number]
        if session.state == "standby":
            session.waits_until = now + self.code
        return session.state == "standby"

    @all_or_nothing
    def terminate(self, by: str, numbers: Iterable[int], now: datetime) -> list[tuple[int, datetime]]:
        """End these, all or none: when each is over. Those that are over already are left out."""
        now = self._decide_at(now)
        self._catch_up(now)
        chosen = [self.sessions[number] for number in numbers]
        if any(s.state == "paused" and s.pair[0] != by for s in chosen):
            raise NotPossible
        ends = {}
        for s in sorted(
            chosen, key=lambda s: s.state not in ("standby", "paused")
        ):  # what ends at once passes on first
            if s.state != "ended":
                ends[s.number] = self._terminate(by, s, now)
        return [(s.number, ends[s.number]) for s in chosen if s.number in ends]

    @all_or_nothing
    def take_back(self, by: str, number: int, now: datetime) -> bool:
        """Keep it open. False: too late."""
        now = self._decide_at(now)
        self._catch_up(now)
        session = self.sessions[number]
        if session.deadline_for == "ppu_used_up" or (session.state == "paused" and session.pair[0] != by):
            raise NotPossible
        if session.state == "ending":
            self._go_on(session, by, now)
        return session.state != "ended"

    def end_all_of(self, by: str, user: str, now: datetime) -> None:
        """A user is disabled or signed out: what they have running ends with the usual notice."""
        running = [s.number for s in self.sessions if s.pair[0] == user and s.is_live(now)]
        if running:
            self.terminate(by, running, now)

    def set_licenses(self, number: int, now: datetime) -> None:
        """Nobody is thrown out when it is lowered."""
        self._change(now, licenses=number)

    def set_ppu(self, now: datetime, *, is_on: bool, expires_at: datetime | None) -> None:
        """On or off, and until when."""
        self._change(now, ppu_is_on=is_on, ppu_expires_at=expires_at)

    def set_consent(self, asks_first: bool, now: datetime) -> None:
        """Whether somebody has to say yes before minutes are used."""
        now = self._decide_at(now)
        if asks_first != self.asks_first:
            self._change(now, asks_first=asks_first)

    def set_times(self, now: datetime, *, lease: timedelta, notice: timedelta) -> None:
        """How long a lease and the notice are from now on."""
        self._decide_at(now)
        self.lease, self.notice = lease, notice

    @all_or_nothing
    def add_minutes(self, kind: str, minutes: int, now: datetime) -> None:
        """Bought, or corrected; never below zero."""
        now = self._decide_at(now)
        self._catch_up(now)
        if self.minutes + minutes < 0:
            raise NotPossible
        self._enter(Entry(kind, minutes, now))
        self._catch_up(now)

    def sweep(self, now: datetime) -> None:
        """Somebody looks whether there is anything to write down."""
        over = any(s.state != "ended" and s.over[0] <= now for s in self.sessions)
        if over or any(self._owes_a_minute(session, now) for session in self.sessions):
            self._catch_up(self._decide_at(now))

    # ------------------------------------------------------------------------------------ what is true

    def live(self, now: datetime) -> list[Session]:
        """The sessions that keep a place."""
        return [session for session in self.sessions if session.is_live(now)]

    def is_anything_due(self, now: datetime) -> bool:
        """Whether time has brought something that nobody has written down yet."""
        return any(
            (s.state != "ended" and s.over[0] <= now)
            or (s.ppu_since and s.state in HOLDING and s.paid_until and s.paid_until < now)
            for s in self.sessions
        )

    # ------------------------------------------------------------------------------------- admission

    def _admit(
        self, pair: Pair, accept: bool | None, wish: str | None, now: datetime
    ) -> int | str | Refusal | None:
        """The order of product.md: a license number, "ppu", a refusal, or None to ask first."""
        mine = [number for number, holding in self.held.items() if holding.pair == pair]
        if mine:
            return mine[0]
        limit = self.limits.get(pair[0])
        if limit is not None and len(self._devices_of(pair[0]) - {pair[1]}) >= limit:
            return self._refuse(pair, "user_limit", None, wish, now)
        if len(self.held) < self.licenses:
            return self._lowest_free()
        obstacle = self._obstacle(now) or ("declined" if accept is False else None)
        if obstacle:
            return self._refuse(pair, "account_limit", obstacle, wish, now)
        return None if self.asks_first and accept is None else "ppu"

    def _place(self, session: Session, place: int | str, now: datetime) -> None:
        if isinstance(place, int):
            if place not in self.held:
                self._take(place, session.pair, now)
                self._move([s for s in self.sessions if s.pair == session.pair], place, now, now)
            session.license = place
            return
        session.ppu_since = now
        if session.paid_until is None or session.paid_until <= now:
            self._charge(session, now)

    def _refuse(self, pair: Pair, reason: str, ppu: str | None, wish: str | None, now: datetime) -> Refusal:
        limit = self.limits.get(pair[0])
        self.refusals.append(Refusal(pair, reason, self.licenses, limit, ppu, wish, now))
        return self.refusals[-1]

    def _devices_of(self, user: str) -> set[str]:
        """From where a user is connected, on a license or on pay per use."""
        return {s.pair[1] for s in self.sessions if s.pair[0] == user and s.state in HOLDING}

    # ------------------------------------------------------------------------------------ what time brings

    def _decide_at(self, now: datetime) -> datetime:
        """One decision after the other: a request that waited is decided no earlier than the one before it."""
        if not now < self.decided_at <= now + WAITED_AT_MOST:
            self.decided_at = now
        return self.decided_at

    def _catch_up(self, now: datetime) -> None:
        """Write down what time has brought: ends up to now, minutes that began before now, what moved onto free licenses;
        then those get notice whose minute cannot be paid, and those go on that had notice and can pay again."""
        had_notice = [s for s in self._on_ppu() if s.deadline_for == "ppu_used_up"]
        ends = sorted(
            (s for s in self.sessions if s.state != "ended" and s.over[0] <= now), key=lambda s: s.over[0]
        )
        moments = [(s.over, s) for s in ends]
        unpaid: dict[int, tuple[datetime, str]] = {}
        while True:
            owing = min(
                (s for s in self._on_ppu() if s.number not in unpaid and self._owes_a_minute(s, now)),
                key=lambda s: (s.paid_until, s.number), default=None,
            )  # fmt: skip
            if moments and (owing is None or not owing.paid_until or moments[0][0][0] <= owing.paid_until):
                at = moments[0][0][0]
                while moments and moments[0][0][0] == at:
                    (_, why), session = moments.pop(0)
                    self._end(session, why, {"lease_lapsed": "lease"}.get(why, "deadline"), at)
                self._hand_on(at, now, unpaid, {id(s) for _, s in moments})
            elif owing is not None and owing.paid_until:
                obstacle = self._obstacle(owing.paid_until)
                if obstacle:
                    unpaid[owing.number] = owing.paid_until, obstacle
                else:
                    self._charge(owing, owing.paid_until)
            else:
                break
        self._hand_on(now, now, unpaid, set())
        self._let_go_on(had_notice, now)
        for number, (at, _) in unpaid.items():
            self._give_notice(self.sessions[number], at, now)

    def _hand_on(
        self, at: datetime, now: datetime, unpaid: dict[int, tuple[datetime, str]], over: set[int]
    ) -> None:
        """A license that is free at this moment goes to who has run longest on pay per use, with all of that pair's sessions.
        A standby session that could not be paid is over: it waits no more. `over`: those that end before now all the same."""
        while len(self.held) < self.licenses:
            waiting = [s for s in self._on_ppu() if not (s.state == "standby" and s.number in unpaid)]
            if not waiting:
                return
            longest = min(waiting, key=lambda s: (s.ppu_since, s.number))
            assert longest.ppu_since
            number, since = self._lowest_free(), max(at, longest.ppu_since)
            self._take(number, longest.pair, since)
            moved = [s for s in waiting if s.pair == longest.pair]
            self._move(moved, number, since, now, keep_notice=over)
            for session in moved:
                unpaid.pop(session.number, None)

    def _let_go_on(self, had_notice: list[Session], now: datetime) -> None:
        for session in sorted(had_notice, key=lambda s: (s.ppu_since or now, s.number)):
            if session.state != "ending" or not session.ppu_since or not session.paid_until:
                continue
            if not self._obstacle(now):
                if session.paid_until <= now:
                    self._charge(session, now)
                self._go_on(session, None, now)

    def _give_notice(self, session: Session, at: datetime, now: datetime) -> None:
        """Standby has nobody to warn. One that is being ended anyway is left to that."""
        if session.state == "standby":
            self.terminations.append(Termination(session.number, None, at, at))
            self._end(session, "ppu_used_up", "at_once", at)
        elif session.state == "active":
            session.state, session.deadline, session.deadline_for = "ending", now + self.notice, "ppu_used_up"
            self.terminations.append(Termination(session.number, None, now, session.deadline))

    # ---------------------------------------------------------------------------------------- small steps

    def _change(self, now: datetime, **terms: Any) -> None:
        """What has begun goes by what held until now."""
        now = self._decide_at(now)
        self._catch_up(now)
        self.__dict__.update(terms)
        self._catch_up(now)

    def _extend(self, sessions: Iterable[Session], now: datetime) -> bool:
        """A lease that has run out is never revived."""
        live = [session for session in sessions if session.is_live(now)]
        for session in live:
            session.lease = now + self.lease
        return bool(live)

    def _terminate(self, by: str, session: Session, now: datetime) -> datetime:
        """A second time moves no deadline. Standby and paused sessions have nobody to warn."""
        if session.state == "ending":
            assert session.deadline
            return session.deadline
        at_once = session.state in ("standby", "paused")
        at = now if at_once else now + self.notice
        self.terminations.append(Termination(session.number, by, now, at))
        if at_once:
            self._end_now(session, "terminated", "at_once", now)
        else:
            session.state, session.deadline, session.deadline_for = "ending", at, "terminated"
        return at

    def _go_on(self, session: Session, by: str | None, now: datetime) -> None:
        session.state, session.deadline, session.deadline_for = "active", None, None
        running = self._running_termination(session)
        assert running
        running.taken_back_at, running.taken_back_by = now, by

    def _end_now(self, session: Session, why: str, closed_by: str, now: datetime) -> None:
        if session.state != "ended" and self._end(session, why, closed_by, now):
            self._catch_up(now)

    def _end(self, session: Session, why: str, closed_by: str, at: datetime) -> bool:
        """Returns whether a license became free."""
        session.state, session.ended_at, session.reason = "ended", at, why
        session.deadline = session.deadline_for = session.waits_until = session.ppu_since = None
        running = self._running_termination(session)
        if running:
            running.closed_at, running.closed_by = at, closed_by
        return self._release(session, at)

    def _leave_license(self, session: Session, now: datetime) -> None:
        if self._release(session, now):
            self._catch_up(now)

    def _release(self, session: Session, at: datetime) -> bool:
        """The license is free when all sessions of the pair have left it."""
        number, session.license = session.license, None
        if number is None or any(s.license == number for s in self.sessions):
            return False
        holding = self.held.pop(number)
        holding.until = max(at, holding.since)
        return True

    def _running_termination(self, session: Session) -> Termination | None:
        mine = [t for t in self.terminations if t.session == session.number]
        return next((t for t in mine if not t.closed_at and not t.taken_back_at), None)

    def _take(self, number: int, pair: Pair, at: datetime) -> None:
        self.held[number] = Holding(number, pair, at)
        self.holdings.append(self.held[number])

    def _move(
        self,
        sessions: Iterable[Session],
        number: int,
        at: datetime,
        now: datetime,
        keep_notice: Iterable[int] = (),
    ) -> None:
        """From pay per use onto a license; notice because of minutes goes by itself."""
        for session in sessions:
            if session.ppu_since and session.state in HOLDING:
                session.license, session.ppu_since = number, None
                if session.deadline_for == "ppu_used_up" and id(session) not in keep_notice:
                    self._go_on(session, None, now)

    def _on_ppu(self) -> list[Session]:
        return [session for session in self.sessions if session.ppu_since and session.state in HOLDING]

    @staticmethod
    def _owes_a_minute(session: Session, now: datetime) -> bool:
        """Whether its next minute has begun, and it has had no notice because of that."""
        runs = session.ppu_since and session.state in HOLDING and session.deadline_for != "ppu_used_up"
        return bool(runs and session.paid_until and session.paid_until < now)

    def _lowest_free(self) -> int:
        return min(set(range(1, self.licenses + 1)) - set(self.held))

    def _obstacle(self, at: datetime) -> str | None:
        if not self.ppu_is_on:
            return "off"
        if self.ppu_expires_at and self.ppu_expires_at <= at:
            return "expired"
        return "used_up" if self.minutes < 1 else None

    def _charge(self, session: Session, at: datetime) -> None:
        session.paid_until = at + MINUTE
        self._enter(Entry("use", -1, at, session.number))

    def _enter(self, entry: Entry) -> None:
        self.minutes += entry.minutes
        self.ledger.append(entry)
