import signal
from contextlib import closing
from datetime import timedelta

import pytest

from tests.client.seats import Office, RunningSeat
from tests.client.test_pausing import expire
from tests.support.eventually import eventually
from webapp.clock import clock_for
from webapp.db import Database
from webapp.services.join_session import Joined, join_session


def code_of(running: RunningSeat) -> str:
    """The code that a `seat support` shows."""
    first = eventually(lambda: running.out.splitlines()[:1], what="a code is shown")[0]
    return first.removeprefix("Code: ")


def join(office: Office, code: str, name: str) -> None:
    """Join by a code."""
    with closing(Database.open(office.database_url)) as database:
        answer = join_session(database, code, name, "192.0.2.9", clock_for(database).now())
    assert isinstance(answer, Joined), answer


def test_it_shows_the_code_and_the_link_and_for_how_long_they_are_valid(office: Office) -> None:
    running = office.device("desk").start("support", "--label", "Printer on floor 2")

    code = code_of(running)

    digits = code.replace(" ", "")
    assert (len(digits), len(code)) == (12, 14)
    assert running.out.splitlines()[1] == f"Link: {office.server.url}/join/{digits}"
    eventually(lambda: "The code is valid for 30 minutes." in running.err)
    assert office.device("laptop").licenses_in_use() == 1


def test_it_says_who_has_joined_and_is_over_when_somebody_ends_it(office: Office) -> None:
    desk = office.device("desk")
    running = desk.start("support")
    join(office, code_of(running), "Mia at the front desk")
    eventually(lambda: "Mia at the front desk has joined." in running.err)

    desk.client().terminate(desk.session(), "done")

    eventually(lambda: "is ending this session: done." in running.err)
    assert running.wait() == 76
    assert running.err.count("has joined") == 1


def test_ctrl_c_ends_the_session(office: Office) -> None:
    desk = office.device("desk")
    running = desk.start("support")
    code_of(running)

    running.process.send_signal(signal.SIGINT)

    assert running.wait() == 0
    assert desk.sessions() == []
    assert desk.licenses_in_use() == 0


def test_a_code_that_expires_ends_it(office: Office) -> None:
    desk = office.device("desk")
    running = desk.start("support")
    code_of(running)

    expire(office, desk.session(), timedelta(seconds=-1))

    assert running.wait(60) == 76
    assert "The code has expired, and nobody has joined." in running.err


def test_status_shows_that_a_code_is_out(office: Office) -> None:
    desk = office.device("desk")
    desk.start("support", "--label", "Printer")
    desk.session()

    assert "Printer  standby until " in desk.seat("status").stdout


@pytest.mark.parametrize("what", ["pause", "resume"])
def test_pausing_and_resuming_are_said(office: Office, what: str) -> None:
    desk = office.device("desk")
    running = desk.start("support")
    join(office, code_of(running), "Mia")
    eventually(lambda: "Mia has joined." in running.err)
    desk.seat("pause")
    eventually(lambda: "The session is paused until " in running.err)

    if what == "resume":
        desk.seat("resume")
        eventually(lambda: "The session goes on." in running.err)

    assert running.process.poll() is None
