"""The state machine: what people, clients, operators, clocks and crashes do, done to the services and to the model.

After each step both must say the same (`told.py`). Two processes have the database open; each step is done by one of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.model.reference import Account, NotPossible, Pair, Refusal, Session
from tests.model.told import Told
from tests.services.deciding import set_settings
from tests.support.cast import LICENSES, Cast, Seat, sign_in_on
from tests.support.clock import START
from tests.support.databases import Databases
from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.errors import UseCaseError
from webapp.domain.states import SessionKind
from webapp.domain.user_actions import Role
from webapp.domain.versions import version_of
from webapp.services.add_minutes import add_minutes, correct_minutes
from webapp.services.admit_session import Admitted, OpenRequest, PpuQuestion, Refused, admit_session
from webapp.services.change_user import Profile, change_user
from webapp.services.disable_users import disable_users
from webapp.services.enable_users import enable_users
from webapp.services.end_session import end_session
from webapp.services.finalise_overdue_sessions import finalise_overdue_sessions
from webapp.services.issue_new_code import issue_new_code
from webapp.services.join_session import Joined, join_session
from webapp.services.leave_session import leave_session
from webapp.services.list_licenses import list_licenses
from webapp.services.list_sessions import list_sessions
from webapp.services.pause_session import pause_session
from webapp.services.renew_leases import renew_device_leases, renew_session_lease
from webapp.services.resume_session import Resumed, resume_session
from webapp.services.set_licenses import set_licenses
from webapp.services.set_ppu import set_ppu
from webapp.services.sign_in_device import device_actor
from webapp.services.sign_out_users import sign_out_users
from webapp.services.take_back_termination import take_back_termination
from webapp.services.terminate_sessions import terminate_sessions
from webapp.services.view_user import view_user

LEASE, NOTICE, CODE, PAUSE = (timedelta(seconds=n) for n in (90, 30, 60, 3600))
A_MICROSECOND = timedelta(microseconds=1)
MIDNIGHT = START.replace(hour=0) + timedelta(days=1)
BEGINNINGS = (START, MIDNIGHT - timedelta(minutes=3))
SEATS = (
    ("ana", "ana-desk"),
    ("ben", "ben-desk"),
    ("ben", "ben-laptop"),
    ("cleo", "cleo-desk"),
    ("cleo", "ben-desk"),
)

seats = st.integers(0, len(SEATS) - 1)
some_session = st.integers(0, 11)
"""How far back from the newest session."""
answers = st.sampled_from([None, True, False])
acts = st.one_of(
    st.tuples(st.just("number_is_set"), st.integers(0, 4)),
    st.tuples(st.just("own_limit_is_set"), seats, st.sampled_from([None, 0, 1, 2])),
    st.tuples(st.just("ppu_is_set"), st.booleans(), st.booleans()),
    st.tuples(st.just("minutes_are_added"), st.integers(1, 5)),
    st.tuples(st.just("minutes_are_taken_away"), st.integers(1, 3)),
    st.tuples(st.just("consent_is_set"), st.booleans()),
    st.tuples(st.just("times_are_set"), st.sampled_from([30, 90]), st.sampled_from([1, 30, 120])),
    st.tuples(st.just("is_disabled"), st.sampled_from(["ben", "cleo"]), st.booleans()),
    st.tuples(st.just("comes_back"), seats),
    st.tuples(st.just("comes_back"), seats),
)
"""What the owner and the operator do."""


@dataclass(frozen=True)
class Furnished:
    """What is in the copies that the machine plays with."""

    databases: Databases
    cast: Cast
    seats: tuple[Seat, ...]


def furnish(databases: Databases) -> Furnished:
    """The cast, somebody on a colleague's device, and codes and pauses that run out soon."""

    def add(db: Database, cast: Cast) -> Seat:
        brief = {"code_minutes": "1", "paused_hours": "1"}
        set_settings(db, cast.ana.actor, brief, START)
        return sign_in_on(db, r"acme\cleo", "ben-desk", "BEN-DESK")

    borrowed = databases.furnish("model", add)
    cast = databases.cast()
    return Furnished(
        databases, cast, (cast.ana.desk, cast.ben.desk, cast.ben.laptop, cast.cleo.desk, borrowed)
    )


def came_to_nothing(act: Callable[[], Any]) -> Any:
    """What it returned; the error of the use case, where it could not be done."""
    try:
        return act()
    except (UseCaseError, NotPossible) as error:
        return error


def failed(outcome: Any) -> bool:
    """Whether it could not be done."""
    return isinstance(outcome, UseCaseError | NotPossible)


class Licensing(RuleBasedStateMachine):
    """One account, one neighbour, two processes."""

    furnished: ClassVar[Furnished]

    def __init__(self) -> None:
        super().__init__()
        databases, self.cast = self.furnished.databases, self.furnished.cast
        self.name, self.url = databases.copy("model")
        self.processes = [Database.open(self.url), Database.open(self.url)]
        self.tokens: list[str | None] = [seat.token for seat in self.furnished.seats]
        self.disabled: set[str] = set()
        self.now = START
        self.ids: list[UUID] = []
        self.codes: dict[int, str] = {}
        self.guests: dict[int, str] = {}
        self.wishes: dict[tuple[int, str], tuple[OpenRequest, int]] = {}
        self.addresses = 0
        people = (self.cast.ana, self.cast.ben, self.cast.cleo)
        actors = [seat.actor for seat in self.furnished.seats]
        self.told = Told(
            self.cast.ana.actor,
            {person.actor.user_id: person.actor.user_name for person in people},
            {actor.device_id or 0: (actor.device_name or "").lower() for actor in actors},
        )
        self.model = Account(LICENSES, LEASE, NOTICE, CODE, PAUSE, START)
        self.looks = [
            self.told.assert_page_alike,
            self.told.assert_ended_alike,
            self.assert_nobody_else_sees_a_thing,
        ]

    @initialize(
        at=st.sampled_from(BEGINNINGS), licenses=st.integers(0, 3), minutes=st.integers(0, 6),
        limit=st.sampled_from([None, None, 1]), who=st.lists(seats, max_size=6),
    )  # fmt: skip
    def begin(self, at: datetime, licenses: int, minutes: int, limit: int | None, who: list[int]) -> None:
        """So many licenses and minutes, perhaps a limit of ben's own, and some who are there; close to midnight or not."""
        self.now = at
        self.number_is_set(licenses)
        self.own_limit_is_set(1, limit)
        if minutes:
            self.ppu_is_set(True, at != START)
            self.minutes_are_added(minutes)
        for seat in who:
            self.opens_one(seat)

    # ------------------------------------------------------------------------------ clients and people

    @rule(seat=seats, support=st.booleans(), accept=answers, key=st.sampled_from([None, None, "a", "b"]))
    def opens(self, seat: int, support: bool, accept: bool | None, key: str | None) -> None:
        """A client asks for a session, perhaps again under a key that it has used."""
        actor = self.actor(seat)
        if actor is None:
            return
        kind = SessionKind.SUPPORT if support else SessionKind.UNATTENDED
        wish = OpenRequest(kind, "SRV-DB-02", None, key, accept)
        if key and (seat, key) in self.wishes:
            self.repeats(actor, *self.wishes[seat, key])
            return
        answer = admit_session(self.db(), actor, wish, self.now)
        expected = self.model.open(self.pair(seat), self.now, support=support, accept=accept, wish=key)
        self.assert_answer(answer, expected)
        if isinstance(answer, Admitted):
            self.ids.append(answer.session.id)
            self.told.numbers[answer.session.id] = len(self.ids) - 1
            if key:
                self.wishes[seat, key] = wish, len(self.ids) - 1
            if answer.session.code:
                self.codes[len(self.ids) - 1] = answer.session.code

    @rule(seat=seats)
    def opens_one(self, seat: int) -> None:
        """A client asks for a session straight to a machine: what happens most."""
        self.opens(seat, False, None, None)

    @rule(seat=seats)
    def issues_a_code(self, seat: int) -> None:
        """Somebody starts a support session."""
        self.opens(seat, True, None, None)

    def repeats(self, actor: Actor, wish: OpenRequest, number: int) -> None:
        """The same wish again is the same session."""
        answer = admit_session(self.db(), actor, wish, self.now)
        self.model.repeat(self.now)
        assert isinstance(answer, Admitted)
        assert answer.session.id == self.ids[number]

    def assert_answer(self, answer: object, expected: Session | Refusal | None) -> None:
        """Admitted on the same license or on minutes, refused for the same reason, or asked."""
        if isinstance(expected, Session):
            assert isinstance(answer, Admitted | Resumed), answer
            view = answer.session
            on = view.license if view.funding == "license" else view.funding
            assert on == (expected.license or ("ppu" if expected.ppu_since else None))
        elif expected is None:
            assert isinstance(answer, PpuQuestion), answer
            assert answer.minutes == self.model.minutes
        else:
            assert isinstance(answer, Refused), answer
            assert answer.reason == expected.reason

    @rule(seat=seats)
    def renews(self, seat: int) -> None:
        """A device renews all its leases."""
        if actor := self.actor(seat):
            report = renew_device_leases(self.db(), actor, self.now)
            self.model.renew(self.pair(seat), self.now)
            told = {self.told.numbers[view.id]: view.state for view in report.sessions}
            assert told.keys() >= {s.number for s in self.model.live(self.now) if s.pair == self.pair(seat)}
            assert all(self.model.sessions[n].stands(self.now)[0] == state for n, state in told.items())

    @precondition(lambda self: self.ids)
    @rule(which=some_session)
    def renews_one(self, which: int) -> None:
        """A client renews one session's lease."""
        number, seat = self.chosen(which)
        if actor := self.actor(seat):
            view = renew_session_lease(self.db(), actor, self.ids[number], self.now)
            assert (view is not None) == self.model.renew(self.pair(seat), self.now, number)

    @precondition(lambda self: self.ids)
    @rule(which=some_session)
    def closes(self, which: int) -> None:
        """A client closes its session."""
        number, seat = self.chosen(which)
        if actor := self.actor(seat):
            end_session(self.db(), actor, self.ids[number], self.now)
            self.model.close(number, self.now)

    @precondition(lambda self: self.ids)
    @rule(which=some_session)
    def pauses(self, which: int) -> None:
        """Its user pauses a session."""
        number, seat = self.chosen(which)
        if actor := self.actor(seat):
            outcome = came_to_nothing(lambda: pause_session(self.db(), actor, self.ids[number], self.now))
            expected = came_to_nothing(lambda: self.model.pause(number, self.now))
            assert failed(outcome) == failed(expected)

    @precondition(lambda self: any(s.state == "paused" for s in self.model.sessions))
    @rule(which=some_session, accept=answers)
    def resumes(self, which: int, accept: bool | None) -> None:
        """Its user resumes a session that was paused."""
        paused = [s for s in self.model.sessions if s.state == "paused"]
        number = paused[which % len(paused)].number
        session_id, seat = self.ids[number], self.seat_of(number)
        if actor := self.actor(seat):
            answer = came_to_nothing(lambda: resume_session(self.db(), actor, session_id, accept, self.now))
            expected = came_to_nothing(
                lambda: self.model.resume(number, self.now, accept=accept, wish=str(session_id))
            )
            assert failed(answer) == failed(expected)
            if not failed(expected):
                self.assert_answer(answer, expected)

    @precondition(lambda self: self.codes)
    @rule(which=some_session)
    def joins(self, which: int) -> None:
        """Somebody joins by a code, or comes too late with it."""
        number = sorted(self.codes)[which % len(self.codes)]
        self.addresses += 1
        address = f"198.51.{self.addresses // 250}.{self.addresses % 250 + 1}"
        outcome = join_session(self.db(), self.codes[number], "Maria Rossi", address, self.now)
        assert isinstance(outcome, Joined) == self.model.join(number, self.now)
        if isinstance(outcome, Joined):
            self.guests[number] = outcome.token

    @precondition(lambda self: self.guests)
    @rule(which=some_session)
    def leaves(self, which: int) -> None:
        """Who joined leaves."""
        number = sorted(self.guests)[which % len(self.guests)]
        leave_session(self.db(), self.guests[number], self.now)
        self.model.leave(number, self.now)

    @precondition(lambda self: self.codes)
    @rule(which=some_session)
    def gets_a_new_code(self, which: int) -> None:
        """Whoever opened a support session wants another code."""
        number = sorted(self.codes)[which % len(self.codes)]
        if actor := self.actor(self.seat_of(number)):
            outcome = came_to_nothing(lambda: issue_new_code(self.db(), actor, self.ids[number], self.now))
            assert failed(outcome) != self.model.new_code(number, self.now)
            if not failed(outcome):
                assert outcome.code != self.codes[number]
                self.codes[number] = outcome.code

    @precondition(lambda self: self.ids)
    @rule(by=seats, chosen=st.lists(some_session, min_size=1, max_size=4))
    def ends_selected(self, by: int, chosen: list[int]) -> None:
        """Somebody ends sessions, all or none of them."""
        if actor := self.actor(by):
            numbers = list(dict.fromkeys(self.chosen(which)[0] for which in chosen))
            ids = [self.ids[number] for number in numbers]
            outcome = came_to_nothing(lambda: terminate_sessions(self.db(), actor, ids, None, self.now))
            expected = came_to_nothing(lambda: self.model.terminate(actor.user_name, numbers, self.now))
            assert failed(outcome) == failed(expected)
            if not failed(outcome):
                assert [(self.told.numbers[r.session_id], r.ends_at) for r in outcome] == expected

    @precondition(lambda self: any(s.state == "ending" for s in self.model.sessions))
    @rule(by=seats, which=some_session)
    def keeps_open(self, by: int, which: int) -> None:
        """Somebody takes an ending back."""
        ending = [s.number for s in self.model.sessions if s.state == "ending"]
        number = ending[which % len(ending)]
        if actor := self.actor(by):
            outcome = came_to_nothing(
                lambda: take_back_termination(self.db(), actor, self.ids[number], self.now)
            )
            expected = came_to_nothing(lambda: self.model.take_back(actor.user_name, number, self.now))
            assert failed(outcome) == (failed(expected) or expected is False)

    # ----------------------------------------------------------------------------- owner and operator

    @rule(act=acts)
    def owner_or_operator_acts(self, act: tuple[Any, ...]) -> None:
        """One of what follows: each is rarer than what clients do."""
        name, *arguments = act
        getattr(self, name)(*arguments)

    def number_is_set(self, number: int) -> None:
        """The operator sets the number of licenses."""
        set_licenses(self.db(), "acme", number, self.now)
        self.model.set_licenses(number, self.now)

    def own_limit_is_set(self, seat: int, limit: int | None) -> None:
        """The owner gives somebody a limit of their own, or takes it away."""
        user = SEATS[seat][0]
        found = view_user(self.db(), self.cast.ana.actor, user, self.now).user
        wish = Profile(found.display_name, found.email, limit, Role(found.role))
        change_user(self.db(), self.cast.ana.actor, user, wish, version_of(found.editable), self.now)
        self.model.limits[user] = limit

    def ppu_is_set(self, is_on: bool, today_only: bool) -> None:
        """The operator turns pay per use on or off, for good or until midnight."""
        today = self.now.date()
        set_ppu(self.db(), "acme", self.now, is_on=is_on, expires=str(today) if today_only else "never")
        ends = datetime.combine(today, datetime.min.time(), self.now.tzinfo) + timedelta(days=1)
        self.model.set_ppu(self.now, is_on=is_on, expires_at=ends if today_only else None)

    def minutes_are_added(self, minutes: int) -> None:
        """The operator adds minutes that were bought."""
        add_minutes(self.db(), "acme", minutes, None, self.now)
        self.model.add_minutes("purchase", minutes, self.now)

    def minutes_are_taken_away(self, minutes: int) -> None:
        """The operator corrects the balance."""
        outcome = came_to_nothing(
            lambda: correct_minutes(self.db(), "acme", -minutes, "counted twice", self.now)
        )
        expected = came_to_nothing(lambda: self.model.add_minutes("correction", -minutes, self.now))
        assert failed(outcome) == failed(expected)

    def consent_is_set(self, asks_first: bool) -> None:
        """The owner wants people to be asked before minutes are used, or not."""
        set_settings(
            self.db(), self.cast.ana.actor, {"ppu_consent": "ask" if asks_first else "tell"}, self.now
        )
        self.model.set_consent(asks_first, self.now)

    def times_are_set(self, lease: int, notice: int) -> None:
        """The owner sets how long leases and notices are."""
        typed = {"lease_seconds": str(lease), "notice_seconds": str(notice)}
        set_settings(self.db(), self.cast.ana.actor, typed, self.now)
        self.model.set_times(self.now, lease=timedelta(seconds=lease), notice=timedelta(seconds=notice))

    def is_disabled(self, user: str, only_sign_out: bool) -> None:
        """The owner disables somebody, or signs them out: what they have running ends, and their devices know nobody."""
        act = sign_out_users if only_sign_out else disable_users
        done = act(self.db(), self.cast.ana.actor, [user], self.now)
        if done.users:
            self.model.end_all_of("ana", user, self.now)
            self.tokens = [None if SEATS[n][0] == user else token for n, token in enumerate(self.tokens)]
            if not only_sign_out:
                self.disabled.add(user)

    def comes_back(self, seat: int) -> None:
        """Somebody who was disabled is enabled, and signs in again on one device."""
        user, device = SEATS[seat]
        if self.tokens[seat] is None:
            enable_users(self.db(), self.cast.ana.actor, [user], self.now)
            self.disabled.discard(user)
            self.tokens[seat] = sign_in_on(self.db(), rf"acme\{user}", device, device.upper(), self.now).token

    # ------------------------------------------------------------------------------ clocks and crashes

    @rule(seconds=st.sampled_from([0.001, 1, 15, 29, 30, 45, 60, 60, 89, 90, 300, 3600]))
    def time_passes(self, seconds: float) -> None:
        """The clock goes on."""
        self.now += timedelta(seconds=seconds)

    @rule(which=st.integers(0, 2), offset=st.sampled_from([-1, 0, 0, 1]))
    def time_comes_to_a_moment(self, which: int, offset: int) -> None:
        """To the very moment at which something ends or begins, or right before or after it."""
        ahead = sorted(
            moment for s in self.model.sessions if s.state != "ended"
            for moment in {s.over[0], s.paid_until, s.deadline} if moment and moment > self.now
        )  # fmt: skip
        if ahead:
            moment = ahead[min(which, len(ahead) - 1)] + offset * A_MICROSECOND
            self.now = max(self.now, moment)

    @rule(seconds=st.sampled_from([0.001, 5, 10, 10.000001, 45, 3600]))
    def clock_is_set_back(self, seconds: float) -> None:
        """What nobody has noticed yet has then not happened; what was noticed has."""
        self.now -= timedelta(seconds=seconds)

    @rule()
    def sweeps(self) -> None:
        """The sweep comes by."""
        finalise_overdue_sessions(self.db(), self.now)
        self.model.sweep(self.now)

    @rule()
    def restarts(self) -> None:
        """A process goes and comes back; the other one takes the next step."""
        self.processes.pop(0).close()
        self.processes.append(Database.open(self.url))

    # ------------------------------------------------------------------------------------- what holds

    @invariant()
    def services_and_model_agree(self) -> None:
        """After each step, as the process sees it that did not take it; of the wider looks one after the other."""
        self.looks = self.looks[1:] + self.looks[:1]
        self.told.assert_alike(self.processes[1], self.model, self.now)
        self.looks[0](self.processes[1], self.model, self.now)

    def teardown(self) -> None:
        """Once more everything, and what is left a day later; the next example has a copy of its own."""
        for look in self.looks:
            look(self.processes[1], self.model, self.now)
        for _ in range(2):
            self.now += timedelta(days=1)
            self.sweeps()
            self.told.assert_alike(self.processes[1], self.model, self.now)
        for process in self.processes:
            process.close()
        self.furnished.databases.drop(self.name)

    def assert_nobody_else_sees_a_thing(self, db: Database, model: Account, now: datetime) -> None:
        """Neither a neighbour, nor a colleague what is paused."""
        self.told.assert_sees_only_own_paused(db, self.cast.ben.actor, model, now)
        gus = self.cast.gus.actor
        assert list_licenses(db, gus, now).in_use == 0
        assert list_sessions(db, gus, None, 200, now).items == ()

    # ---------------------------------------------------------------------------------- small helpers

    def db(self) -> Database:
        """The process that takes this step; the next step is the other one's."""
        self.processes.reverse()
        return self.processes[0]

    def actor(self, seat: int) -> Actor | None:
        """Who the device speaks for now; None: it is signed out, as the model says."""
        token = self.tokens[seat]
        if token is None:
            was = self.furnished.seats[seat].token
            assert SEATS[seat][0] not in self.disabled or device_actor(self.db(), was, self.now) is None
            return None
        actor = device_actor(self.db(), token, self.now)
        assert actor is not None
        return actor

    def chosen(self, which: int) -> tuple[int, int]:
        """A session, counted from the newest, and the seat that it was opened from."""
        number = len(self.ids) - 1 - which % len(self.ids)
        return number, self.seat_of(number)

    def seat_of(self, number: int) -> int:
        """The seat that a session was opened from."""
        return SEATS.index(self.model.sessions[number].pair)

    @staticmethod
    def pair(seat: int) -> Pair:
        """The user and the device of a seat."""
        return SEATS[seat]
