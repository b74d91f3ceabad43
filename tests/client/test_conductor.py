from datetime import UTC, datetime

import pytest

from webapp.client.happenings import Happening, LeaseLost, Over, Paused
from webapp.client.running import pause
from webapp.client.running.conductor import Conductor
from webapp.client.running.inbox import Inbox
from webapp.client.running.notices import Notices
from webapp.client.running.program import Program
from webapp.client.steady import steady_now


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


def test_a_pause_that_nobody_ends_is_warned_of_and_ends_the_program(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pause, "WARNED", (1,))
    until = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)

    status, program = conduct("exec sleep 60", Paused(until, steady_now() + 2.5))

    said = capsys.readouterr().err
    assert status == 76
    assert f"It may stay so until {until.astimezone():%Y-%m-%d %H:%M}." in said
    assert "The paused session expires in 1 minute, and the program ends with it." in said
    assert "The paused session has expired. The program is being ended." in said
    assert not program.has_left_something()
