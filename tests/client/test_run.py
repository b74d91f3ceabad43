import signal

import pytest

from tests.client.conftest import OpenOffice
from tests.client.seats import Office
from tests.support.eventually import eventually


@pytest.mark.parametrize(("script", "status"), [("exit 0", 0), ("exit 3", 3), ("kill -TERM $$", 143)])
def test_the_exit_status_is_the_programs(office: Office, script: str, status: int) -> None:
    device = office.device("desk")

    assert device.seat("run", "--", "sh", "-c", script).returncode == status
    assert device.remotes() == []


def test_input_and_output_are_the_programs(office: Office) -> None:
    device = office.device("desk")

    answer = device.seat("run", "--", "tr", "a-z", "A-Z", text="through and through")

    assert (answer.stdout, answer.stderr) == ("THROUGH AND THROUGH", "")


def test_a_session_is_open_as_long_as_the_program_runs(office: Office) -> None:
    device = office.device("desk")

    running = device.start(
        "run", "--remote", "Plotter room", "--", "sh", "-c", "echo here; read -r line; sleep 60"
    )
    eventually(lambda: device.remotes() == ["Plotter room"])
    running.process.terminate()

    assert running.wait() == 143
    assert device.remotes() == []
    assert device.licenses_in_use() == 0


def test_a_second_session_of_the_device_takes_no_second_license(office: Office) -> None:
    device = office.device("desk")
    first = device.start("run", "--remote", "ONE", "--", "sleep", "60")
    eventually(lambda: device.remotes() == ["ONE"])

    second = device.seat("run", "--", "true")

    assert second.returncode == 0
    assert first.process.poll() is None


def test_who_is_refused_reads_why_and_the_link(office: Office) -> None:
    desk, laptop = office.device("desk"), office.device("laptop")
    desk.start("run", "--", "sleep", "60")
    eventually(lambda: desk.remotes() == ["sleep"])

    answer = laptop.seat("run", "--", "true")

    assert answer.returncode == 75
    assert "No license is free" in answer.stderr
    assert f"{office.server.url}/usage?refusal=" in answer.stderr


def test_without_the_server_no_program_is_started(open_office: OpenOffice) -> None:
    office = open_office()
    device = office.device("desk")
    office.server.stop()

    answer = device.seat("run", "--", "echo", "started")

    assert (answer.returncode, answer.stdout) == (69, "")


def test_a_program_that_does_not_exist_takes_no_license(office: Office) -> None:
    device = office.device("desk")

    answer = device.seat("run", "--", "no-such-program")

    assert answer.returncode == 127
    assert "no such program" in answer.stderr


def test_who_is_not_signed_in_is_told_so(office: Office) -> None:
    device = office.device("desk", sign_in=False)

    answer = device.seat("run", "--", "true")

    assert answer.returncode == 77
    assert "seat sign-in" in answer.stderr


def test_waiting_gets_in_when_a_license_is_free(office: Office) -> None:
    desk, laptop = office.device("desk"), office.device("laptop")
    holding = desk.start("run", "--", "sleep", "60")
    eventually(lambda: desk.remotes() == ["sleep"])
    waiting = laptop.start("run", "--wait", "--", "echo", "in")
    eventually(lambda: "Waiting for a license" in waiting.err)

    holding.process.terminate()

    assert waiting.wait() == 0
    assert waiting.out == "in\n"
    assert waiting.err.count("Waiting for a license") == 1
    assert waiting.err.count("/usage?refusal=") == 1


def test_waiting_outlasts_a_restart_of_the_server(open_office: OpenOffice) -> None:
    office = open_office()
    desk, laptop = office.device("desk"), office.device("laptop")
    holding = desk.start("run", "--", "sleep", "60")
    eventually(lambda: desk.remotes() == ["sleep"])
    waiting = laptop.start("run", "--wait", "--", "echo", "in")
    eventually(lambda: "Waiting for a license" in waiting.err)

    office.server.restart()
    holding.process.terminate()

    assert waiting.wait() == 0


def test_ctrl_c_stops_waiting(office: Office) -> None:
    desk, laptop = office.device("desk"), office.device("laptop")
    desk.start("run", "--", "sleep", "60")
    eventually(lambda: desk.remotes() == ["sleep"])
    waiting = laptop.start("run", "--wait", "--", "echo", "in")
    eventually(lambda: "Waiting for a license" in waiting.err)

    waiting.process.send_signal(signal.SIGINT)

    assert waiting.wait() == 130
    assert "Stopped waiting" in waiting.err
    assert waiting.out == ""
