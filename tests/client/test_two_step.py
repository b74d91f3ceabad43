from contextlib import ExitStack, closing
from datetime import timedelta

import pytest

from tests.client.seats import SEAT, Office, SeatDevice
from tests.client.terminals import TestTerminal
from tests.services.second_steps import App, with_second_step
from tests.support.cast import password_of, sign_in_at_console
from tests.support.servers import SECRET_KEY
from webapp.clock import clock_for
from webapp.db import Database

ONE_STEP = timedelta(seconds=30)


@pytest.fixture
def desk(office: Office) -> SeatDevice:
    """A device on which olga is not signed in yet."""
    return office.device("desk", sign_in=False)


@pytest.fixture
def next_code(office: Office) -> str:
    """The code that olga's app is about to show; the one that it shows now has turned the second step on."""
    with closing(Database.open(office.database_url)) as database:
        return _phone(database, office).code(clock_for(database).now() + ONE_STEP)


def _phone(database: Database, office: Office) -> App:
    now = clock_for(database).now()
    olga = sign_in_at_console(database, rf"{office.domain}\olga", now).actor
    return with_second_step(database, olga, now, SECRET_KEY)


def sign_in(desk: SeatDevice, *options: str) -> tuple[int, str]:
    """Sign in without a terminal; returns exit status and what is said."""
    who = ("--username", desk.user, "--password-stdin")
    answer = desk.seat("sign-in", desk.server.url, *who, *options, text=f"{password_of('olga')}\n")
    return answer.returncode, answer.stderr


def test_without_a_terminal_the_code_is_given_with_the_command(desk: SeatDevice, next_code: str) -> None:
    status, told = sign_in(desk)
    assert (status, "seat: You have two-step verification" in told) == (77, True)

    assert sign_in(desk, "--code", next_code)[0] == 0
    assert desk.seat("status").returncode == 0


def test_at_a_terminal_the_code_is_asked_for_again_when_it_was_wrong(
    desk: SeatDevice, next_code: str, afterwards: ExitStack
) -> None:
    terminal = TestTerminal(desk.environment)
    afterwards.callback(terminal.close)

    terminal.type(f"{SEAT} sign-in {desk.server.url} --username '{desk.user}'\n")
    terminal.sees("Password: ")
    terminal.type(f"{password_of('olga')}\n")
    terminal.sees("give the code that your app shows")
    terminal.sees("Code: ")
    terminal.type("000000\n")
    terminal.sees("This code is wrong")
    terminal.sees("Code: ")
    terminal.type(f"{next_code}\n")

    terminal.sees("Signed in to ")
