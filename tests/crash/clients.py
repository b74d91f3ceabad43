"""Clients that do this and that, and remember what they were told: what a crash must not make untrue."""

import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx

from tests.journey.callers import Caller, found
from tests.support.cast import Seat

_KEYS = itertools.count(1)
AT_MOST = 3
"""So many sessions a client has at once."""
WRITTEN_WITHIN = timedelta(seconds=2)
"""So long a renewal may have been answered before it is durable: a second, and some for a busy machine (decision 0019)."""


@dataclass
class Belief:
    """What a client knows of a session. `states`: more than one while a request about it has had no answer.

    `lease` is until when it surely runs, whatever happens to the server; `renewals` are those that were answered and may not be
    durable yet: when each was answered, and until when it said.
    """

    states: set[str]
    lease: datetime
    ends_at: str | None = None
    renewals: list[tuple[datetime, datetime]] = field(default_factory=list)

    def heard(self, at: datetime) -> None:
        """The server was alive at this moment: what it answered long enough before has been written."""
        while self.renewals and self.renewals[0][0] < at - WRITTEN_WITHIN:
            self.lease = self.renewals.pop(0)[1]


@dataclass
class Client:
    """One device. It opens, renews, pauses, resumes, ends, takes back and closes, until the server is gone."""

    seat: Seat
    random: random.Random
    believes: dict[str, Belief] = field(default_factory=dict)
    unanswered: list[str] = field(default_factory=list)
    """Keys of wishes that had no answer."""
    answers: int = 0
    came_through: int = 0
    """Wishes that were carried out although nobody could be told."""

    def work(
        self,
        url: str,
        since: datetime,
        by: type[Caller] = Caller,
        is_over: Callable[[], bool] = lambda: False,
    ) -> None:
        """Look how things stand, then do something, and again, until the server does not answer that runs `since` then."""
        caller = by(url, self.seat)
        try:
            self.look_at_everything(caller)
            self.ask_again(caller, since)
            while not is_over():
                self.do_something(caller)
                self.answers += 1
                self._heard()
        except httpx.TransportError:
            return
        finally:
            caller.hang_up()

    def look_at_everything(self, caller: Caller) -> None:
        """Each session is what the client was told, or what it had asked for when the server went away."""
        for session, belief in self.believes.items():
            if belief.states != {"ended"}:
                told = caller.look(session)
                assert told["state"] in belief.states, f"{session}: told {belief.states}, is {told['state']}"
                assert _time(told["lease_expires_at"]) >= belief.lease, "a renewal was forgotten"
                assert told["state"] != "ending" or belief.ends_at in (None, told["ends_at"]), (
                    "a deadline moved"
                )
                belief.states = {told["state"]}
                belief.renewals.clear()

    def ask_again(self, caller: Caller, since: datetime) -> None:
        """The same wish under the same key is the same session, whether it was opened before the crash or is only now."""
        while self.unanswered:
            opened_at = self._open(caller, self.unanswered[0])
            self.unanswered.pop(0)
            self.came_through += opened_at is not None and opened_at < since

    def do_something(self, caller: Caller) -> None:
        """One request."""
        open_now = [s for s, belief in self.believes.items() if "ended" not in belief.states]
        doings: list[Callable[[Caller], None]] = [self.open_another] * 2 if len(open_now) < AT_MOST else []
        if not open_now:
            return self.open_another(caller)
        session = self.random.choice(open_now)
        doings += [self.renew, lambda c: self.close(c, session), lambda c: self.move(c, session)]
        return self.random.choice(doings)(caller)

    def open_another(self, caller: Caller) -> None:
        """Ask for a session under a key of its own."""
        key = f"wish-{next(_KEYS)}"
        self.unanswered.append(key)
        self._open(caller, key)
        self.unanswered.remove(key)

    def renew(self, caller: Caller) -> None:
        """Renew all leases: each session that is told of runs at least until then."""
        for told in found(caller.ask("PUT", "/lease"))["sessions"]:
            if told["id"] in self.believes and told["state"] in ("active", "ending"):
                until = _time(told["lease_expires_at"])
                self.believes[told["id"]].renewals.append((datetime.now(UTC), until))

    def close(self, caller: Caller, session: str) -> None:
        """Close a session for good."""
        self._told(session, {"ended"})
        caller.close(session)
        self.believes[session].states = {"ended"}

    def move(self, caller: Caller, session: str) -> None:
        """From active to paused or ending, and back."""
        belief = self.believes[session]
        (state,) = belief.states
        verb = self.random.choice(
            {"active": ["pause", "end"], "paused": ["resume"], "ending": ["keep"]}[state]
        )
        after, method, path = {
            "pause": ("paused", "POST", "pause"),
            "resume": ("active", "POST", "resume"),
            "end": ("ending", "POST", "termination"),
            "keep": ("active", "DELETE", "termination"),
        }[verb]
        self._told(session, {after})
        answer = self._ask_to_move(caller, verb, method, f"/sessions/{session}/{path}")
        belief.states = {state if answer.status_code == 409 else after}
        if verb == "end":
            belief.ends_at = found(answer)["ends_at"]
        elif verb == "keep":
            belief.ends_at = None

    def _ask_to_move(self, caller: Caller, verb: str, method: str, path: str) -> httpx.Response:
        answer = caller.ask(method, path, **({"json": {}} if method == "POST" else {}))
        assert answer.status_code in (200, 201, 202, 204) or (
            verb == "resume" and answer.status_code == 409
        ), f"{method} {path}: {answer.status_code} {answer.text}"
        return answer

    def _open(self, caller: Caller, key: str) -> datetime | None:
        """When the session was opened; None: refused."""
        wish = {"kind": "unattended", "remote": "SRV-DB-02"}
        answer = caller.ask("POST", "/sessions", json=wish, headers={"Idempotency-Key": key})
        assert answer.status_code in (201, 409), answer.text
        if answer.status_code == 409:
            return None
        told = found(answer)
        assert told["state"] == "active"
        self.believes[told["id"]] = Belief({"active"}, _time(told["lease_expires_at"]))
        return _time(told["opened_at"])

    def _heard(self) -> None:
        now = datetime.now(UTC)
        for belief in self.believes.values():
            belief.heard(now)

    def _told(self, session: str, states: set[str]) -> None:
        belief = self.believes[session]
        belief.states |= states
        if states & {"paused", "ended"}:
            belief.renewals.clear()  # one that is written late renews only what still holds a license


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
