"""The operator's commands for pay per use, as typed."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from tests.support.cast import Cast
from tests.support.databases import on_sqlite
from webapp.cli import main

pytestmark = [on_sqlite, pytest.mark.usefixtures("cast")]

Run = Callable[..., Result]


@pytest.fixture
def run(database_url: str, cast: Cast) -> Run:
    """Type `seatkeeper` and some words."""

    def typed(*words: str) -> Result:
        return CliRunner().invoke(main, list(words), env={"SEATKEEPER_DATABASE_URL": database_url})

    return typed


def test_minutes_are_added_corrected_and_shown(run: Run) -> None:
    added = run("account", "add-minutes", "acme", "600", "--note", "Invoice 7")
    on = run("account", "ppu", "acme", "--on", "--expires", "2099-12-31")
    corrected = run("account", "correct-minutes", "acme", "-30", "--note", "counted twice")
    shown = run("account", "show", "acme")

    assert added.output == (
        "Account acme has 600 minutes now.\nPay per use is off; turn it on with: seatkeeper account ppu acme --on\n"
    )
    assert on.output == "Pay per use of account acme is on, last day 2099-12-31.\n"
    assert corrected.output == "Account acme has 570 minutes now.\n"
    assert shown.output == (
        "Account       acme (Acme)\n"
        "Owner         ana\n"
        "Licenses      0 of 3 in use\n"
        "Pay per use   on, last day 2099-12-31\n"
        "Balance       570 minutes\n"
        "On minutes    0 sessions\n"
    )


def test_a_last_day_that_is_over_is_told(run: Run) -> None:
    run("account", "ppu", "acme", "--on", "--expires", "2020-12-31")

    assert "Pay per use   on, expired after 2020-12-31\n" in run("account", "show", "acme").output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("add-minutes", "initech", "5"), "Error: There is no account initech.\n"),
        (("add-minutes", "acme", "0"), "Error: Give a whole number of minutes from 1 to 1,000,000,000.\n"),
        (("show", "initech"), "Error: There is no account initech.\n"),
        (("ppu", "acme"), "Error: Say what to change: --on, --off or --expires.\n"),
        (
            ("correct-minutes", "acme", "-1", "--note", "x"),
            "Error: Only 0 minutes are left; at most that many can be taken away.\n",
        ),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(run: Run, words: tuple[str, ...], told: str) -> None:
    answer = run("account", *words)

    assert (answer.exit_code, answer.output) == (1, told)
