import pytest

from webapp.client.happenings import Happening, LeaseLost, Over
from webapp.client.running.conductor import Conductor
from webapp.client.running.inbox import Inbox
from webapp.client.running.notices import Notices
from webapp.client.running.program import Program


def conduct(script: str, news: Happening) -> tuple[int, Program]:
    """Run a shell script to which this happens at once; the exit status and what was run."""
    inbox = Inbox()
    with inbox.catching_signals():
        program = Program.start(["sh", "-c", script])
        inbox.put(news)
        try:
            return Conductor(program, inbox, Notices(), notice_of_loss=0.2).conduct(), program
        finally:
            program.give_terminal_back()  # the tests' own terminal, where they are run from one


def test_a_license_that_stays_lost_ends_the_program(capsys: pytest.CaptureFixture[str]) -> None:
    lost = LeaseLost("All 3 licenses are in use.", "https://seatkeeper.example.org/usage")

    status, _ = conduct("exec sleep 60", lost)

    assert status == 76
    assert "The license was lost. All 3 licenses are in use." in capsys.readouterr().err


def test_a_session_that_is_over_ends_the_program(capsys: pytest.CaptureFixture[str]) -> None:
    status, _ = conduct("exec sleep 60", Over("terminated", ""))

    assert status == 76
    assert "Your session was ended. The program is being ended." in capsys.readouterr().err


def test_what_the_program_has_started_is_ended_with_it() -> None:
    status, program = conduct("trap 'exit 0' TERM; sleep 64 & wait", Over("terminated", ""))

    assert status == 76
    assert not program.has_left_something()
