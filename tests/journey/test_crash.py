"""kill -9 of the whole server, every process of it at once, and what is true when it is back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import httpx

from tests.journey.callers import Caller
from tests.journey.conftest import CallersOf, OpenOffice
from tests.journey.truth import truth_of
from tests.support.eventually import eventually
from tests.support.servers import Server
from webapp.client import Wish
from webapp.domain.states import ClosedBy, EndReason

THREADS, LICENSES, AT_ONCE = 8, 4, 3
ENOUGH = 100  # sessions acknowledged before the server is killed


def test_a_session_is_there_after_a_crash_right_after_it_was_acknowledged(
    standing: Server, open_office: OpenOffice
) -> None:
    office = open_office(standing)
    desk, laptop = office.device("desk").client(), office.device("laptop")
    wish = Wish("SRV-DB-02")
    session = desk.open_session(wish)

    standing.kill()
    standing.start()

    assert desk.session(session.id) == session
    assert laptop.seat("run", "--", "true").returncode == 75
    assert desk.open_session(wish) == session, "the same wish again is the same session"
    assert [kept.id for kept in desk.renew().sessions] == [session.id]


def test_after_an_outage_overdue_terminations_have_taken_effect_and_others_run_on(
    standing: Server, open_office: OpenOffice
) -> None:
    office, calm_office = open_office(standing, notice=1), open_office(standing, notice=80)
    desk, laptop = office.device("desk").client(), office.device("laptop").client()
    calm = calm_office.device("calm-desk").client()
    session, running = desk.open_session(Wish("SRV-DB-02")), calm.open_session(Wish("SRV-DB-03"))
    calm_ends_at = calm.terminate(running.id)
    ends_at = laptop.terminate(session.id, "maintenance")
    standing.kill()
    with truth_of(office) as truth:
        assert truth.termination(session.id).closed_at is None, "killed while it was running"
        eventually(lambda: truth.now() > ends_at + timedelta(seconds=0.5), what="the deadline has passed")

        standing.start()

        ended = laptop.session(session.id)
        assert (ended.state, ended.end_reason) == ("ended", EndReason.TERMINATED)
        assert laptop.licenses().in_use == 0
        assert laptop.open_session(Wish("SRV-DB-03")).license == 1
        written = truth.termination(session.id)
        assert (written.reason, written.closed_by) == ("maintenance", ClosedBy.DEADLINE)
        assert written.closed_at == written.takes_effect_at == ends_at
    still = calm.session(running.id)
    assert (still.state, still.ends_at) == ("ending", calm_ends_at)
    calm.take_back(running.id)
    assert calm.session(running.id).state == "active"


class Acknowledged:
    """What the devices were told, and what they had asked for when the server went away."""

    def __init__(self) -> None:
        self.opened: list[tuple[Caller, str]] = []
        self.let_go: set[str] = set()
        self.closed: list[tuple[Caller, str]] = []

    def churn(self, caller: Caller) -> None:
        """Open a few sessions, close them, and again, until the server is gone."""
        try:
            while True:
                sessions = [session for _ in range(AT_ONCE) if (session := self.open(caller))]
                for session in sessions:
                    self.let_go.add(session)
                    caller.close(session)
                    self.closed.append((caller, session))
        except httpx.TransportError:
            return

    def hoard(self, caller: Caller) -> None:
        """Open sessions and close none, until the server is gone."""
        try:
            while True:
                self.open(caller)
        except httpx.TransportError:
            return

    def open(self, caller: Caller) -> str | None:
        """Open a session and note that it was acknowledged; None when refused."""
        session = caller.open()
        if session is None:
            return None
        self.opened.append((caller, session["id"]))
        return str(session["id"])

    def kept(self) -> list[tuple[Caller, str]]:
        """The sessions that were acknowledged and that nobody asked to close."""
        return [(caller, session) for caller, session in self.opened if session not in self.let_go]


def test_nothing_acknowledged_is_forgotten_when_the_server_is_killed_under_load(
    standing: Server, open_office: OpenOffice, callers_of: CallersOf
) -> None:
    office = open_office(standing, licenses=LICENSES)
    hoarder, *churners = callers = callers_of(office, THREADS, standing)
    told = Acknowledged()
    assert told.open(hoarder), "it has a license, whoever comes first"
    with ThreadPoolExecutor(THREADS) as pool:
        racing = [pool.submit(told.hoard, hoarder), *(pool.submit(told.churn, one) for one in churners)]
        try:
            eventually(lambda: len(told.opened) >= ENOUGH, within=60, what="enough sessions")
        finally:
            standing.kill()
        assert [future.result() for future in racing] == [None] * THREADS

    standing.start()

    looked = [(caller, caller.look(session)) for caller, session in told.kept()]
    assert len(looked) > 1
    assert {session["state"] for _, session in looked} == {"active"}
    assert {caller.look(session)["state"] for caller, session in told.closed} == {"ended"}
    open_now = {id(caller): set(caller.open_sessions()) for caller in callers}
    assert [session["id"] for caller, session in looked if session["id"] not in open_now[id(caller)]] == []
    with truth_of(office) as truth:
        assert truth.held_for_nothing() == []
        assert truth.held() == truth.taken() == hoarder.in_use() <= LICENSES
        assert {session["license"] for _, session in looked} <= set(range(1, LICENSES + 1))
        for caller in callers:
            for session in open_now[id(caller)]:
                caller.close(session)
        assert truth.held() == truth.taken() == hoarder.in_use() == 0
