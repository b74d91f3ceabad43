from contextlib import ExitStack

import pytest

from tests.client.seats import SEAT, Office, SeatDevice
from tests.client.terminals import TestTerminal

COUNTING = "trap 'echo interrupted; exit 7' INT; echo started; while :; do sleep 0.1; done"


@pytest.fixture
def desk(office: Office) -> SeatDevice:
    """A device with somebody at it."""
    return office.device("desk")


@pytest.fixture
def terminal(desk: SeatDevice, afterwards: ExitStack) -> TestTerminal:
    """A terminal on it."""
    terminal = TestTerminal(desk.environment)
    afterwards.callback(terminal.close)
    terminal.type("stty -echo\n")
    terminal.sees("ready> ")
    return terminal


def test_ctrl_c_goes_to_the_program(terminal: TestTerminal) -> None:
    terminal.type(f'{SEAT} run -- sh -c "{COUNTING}"; echo "status $?"\n')
    terminal.sees("started")

    terminal.type("\x03")

    terminal.sees("interrupted")
    terminal.sees("status 7")


def test_the_program_reads_the_keys_and_is_in_the_foreground(terminal: TestTerminal) -> None:
    terminal.type(f"{SEAT} run -- sh -c 'read -r line </dev/tty; echo \"read $line\"'\n")

    terminal.type("some words\n")

    terminal.sees("read some words")
    terminal.sees("ready> ")


def test_ctrl_z_stops_and_fg_continues(terminal: TestTerminal) -> None:
    terminal.type(f"{SEAT} run -- sh -c 'echo started; read -r line; echo \"read $line\"'\n")
    terminal.sees("started")

    terminal.type("\x1a")
    terminal.sees("Stopped")
    terminal.sees("ready> ")
    terminal.type("fg\n")
    terminal.type("words after all\n")

    terminal.sees("read words after all")


def test_a_program_that_began_in_the_background_comes_to_the_foreground(terminal: TestTerminal) -> None:
    terminal.type(f"{SEAT} run -- sh -c 'echo started; read -r line; echo \"read $line\"' &\n")
    terminal.sees("started")
    terminal.type("until jobs -s | grep -q .; do sleep 0.1; done; echo wai''ting\n")
    terminal.sees("waiting\r\n")
    terminal.sees("ready> ")

    terminal.type("fg\n")
    terminal.sees("run -- sh -c")
    terminal.type("words after all\n")

    terminal.sees("read words after all")


def test_in_a_pipeline_every_program_has_the_terminal(terminal: TestTerminal) -> None:
    reader = 'read -r line </dev/tty; echo "read $line, $(cat)"'

    terminal.type(f"{SEAT} run -- echo piped | sh -c '{reader}'\n")
    terminal.type("words\n")

    terminal.sees("read words, piped")


def test_a_killed_program_leaves_a_usable_terminal(
    terminal: TestTerminal, desk: SeatDevice, office: Office
) -> None:
    terminal.type("stty echo\n")
    terminal.sees("ready> ")
    script = "stty raw -echo; trap : TERM; echo started; while :; do sleep 0.1; done"
    terminal.type(f"{SEAT} run -- sh -c '{script}'\n")
    terminal.sees("done'\r\n")  # the shell's own echo of what was typed
    terminal.sees("started")

    office.device("laptop").client().terminate(desk.session())

    terminal.sees("The program is being ended")
    terminal.sees("ready> ")
    terminal.type("stty -a | tr ' ' '\\n' | grep -x -e echo -e -echo\n")
    terminal.sees("\recho\r\n")
