from contextlib import ExitStack, closing

import pytest

from tests.client.conftest import OpenOffice
from tests.client.seats import SEAT, Office, SeatDevice
from tests.client.terminals import TestTerminal
from tests.support.minutes import give_minutes
from webapp.client import LimitReached, PpuConsentRequired, Wish
from webapp.db import Database
from webapp.domain.ppu import PpuConsent


def buy(office: Office, minutes: int, consent: PpuConsent) -> None:
    """Give an office minutes."""
    with closing(Database.open(office.database_url)) as database:
        give_minutes(database, minutes, office.domain, consent)


@pytest.fixture
def office(open_office: OpenOffice) -> Office:
    """No licenses, 240 minutes, and somebody is asked before they are used."""
    office = open_office(licenses=0)
    buy(office, 240, PpuConsent.ASK)
    return office


@pytest.fixture
def desk(office: Office) -> SeatDevice:
    """A device with somebody at it."""
    return office.device("desk")


@pytest.fixture
def terminal(desk: SeatDevice, afterwards: ExitStack) -> TestTerminal:
    """A terminal on it."""
    terminal = TestTerminal(desk.environment)
    afterwards.callback(terminal.close)
    return terminal


def test_without_a_terminal_nobody_can_be_asked_and_the_program_does_not_run(desk: SeatDevice) -> None:
    answer = desk.seat("run", "--", "echo", "ran")

    assert (answer.returncode, answer.stdout) == (78, "")
    assert answer.stderr == (
        "seat: No license is free, and nobody has said yes to using pay-per-use minutes (240 left).\n"
        "seat: Use them with --accept-ppu, or do without with --no-ppu.\n"
    )


def test_with_the_option_it_runs_on_minutes_and_says_so(desk: SeatDevice) -> None:
    answer = desk.seat("run", "--accept-ppu", "--", "echo", "ran")

    assert (answer.returncode, answer.stdout) == (0, "ran\n")
    assert answer.stderr == "seat: No license is free: this session uses pay-per-use minutes.\n"


def test_who_does_not_want_minutes_is_refused_with_the_link(desk: SeatDevice, office: Office) -> None:
    answer = desk.seat("run", "--no-ppu", "--", "echo", "ran")

    assert (answer.returncode, answer.stdout) == (75, "")
    assert f"{office.server.url}/usage?refusal=" in answer.stderr


def test_where_nobody_has_to_be_asked_it_is_told_only(open_office: OpenOffice) -> None:
    office = open_office(licenses=0)
    buy(office, 5, PpuConsent.TELL)

    answer = office.device("desk").seat("run", "--", "true")

    assert answer.returncode == 0
    assert "this session uses pay-per-use minutes" in answer.stderr


@pytest.mark.parametrize(
    ("keys", "seen", "status"), [("y\n", "ran it", 0), ("\n", "refusal=", 75), ("\x03", "^C", 130)]
)
def test_at_a_terminal_the_person_is_asked(terminal: TestTerminal, keys: str, seen: str, status: int) -> None:
    terminal.type(f"{SEAT} run -- echo ran it\n")
    terminal.sees("This session would use pay-per-use minutes (240 left). Use them? [y/N]")

    terminal.type(keys)

    terminal.sees(seen)
    terminal.sees("ready> ")
    terminal.type("echo status $?\n")
    terminal.sees(f"status {status}")


def test_the_library_tells_the_question_from_a_refusal(desk: SeatDevice) -> None:
    client, wish = desk.client(), Wish("SRV-DB-02")

    with pytest.raises(PpuConsentRequired) as asked:
        client.open_session(wish)
    with pytest.raises(LimitReached):
        client.open_session(wish.answered(False))
    session = client.open_session(wish.answered(True))

    assert (asked.value.minutes, session.on_ppu, session.held_license) == (240, True, None)


def test_resuming_asks_the_same_question(desk: SeatDevice, terminal: TestTerminal) -> None:
    session = desk.client().open_session(Wish("SRV-DB-02", accept_ppu=True))
    desk.client().pause_session(session.id)
    nobody = desk.seat("resume")

    terminal.type(f"{SEAT} resume\n")
    terminal.sees("Use them? [y/N]")
    terminal.type("y\n")

    terminal.sees("Resumed SRV-DB-02 on pay-per-use minutes.")
    assert nobody.returncode == 78


def test_ctrl_c_at_the_question_leaves_the_session_paused(desk: SeatDevice, terminal: TestTerminal) -> None:
    session = desk.client().open_session(Wish("SRV-DB-02", accept_ppu=True))
    desk.client().pause_session(session.id)

    terminal.type(f"{SEAT} resume\n")
    terminal.sees("Use them? [y/N]")
    terminal.type("\x03")

    terminal.sees("ready> ")
    terminal.type("echo status $?\n")
    terminal.sees("status 130")
    assert desk.client().session(session.id).paused


def test_status_shows_what_runs_on_minutes(desk: SeatDevice) -> None:
    session = desk.client().open_session(Wish("SRV-DB-02", accept_ppu=True))

    shown = desk.seat("status").stdout

    assert f"{session.id}  SRV-DB-02  active  pay per use" in shown
    assert "0 of 0 licenses in use" in shown
