from datetime import timedelta

import pytest

from tests.support.clock import START
from webapp.domain.forgotten import FORGOTTEN_AFTER, all_forgotten_at, forgotten_at
from webapp.domain.states import SessionState

SOONER, LATER = START + timedelta(minutes=1), START + timedelta(minutes=2)


def test_a_code_that_nobody_has_joined_looks_forgotten_after_a_quarter_of_an_hour() -> None:
    assert timedelta(minutes=15) == FORGOTTEN_AFTER
    assert forgotten_at(SessionState.STANDBY, START) == START + FORGOTTEN_AFTER


@pytest.mark.parametrize("state", [state for state in SessionState if state is not SessionState.STANDBY])
def test_only_what_nobody_has_joined_looks_forgotten(state: SessionState) -> None:
    assert forgotten_at(state, START) is None


def test_a_session_without_a_code_waits_for_nobody() -> None:
    assert forgotten_at(SessionState.STANDBY, None) is None


@pytest.mark.parametrize(
    ("each", "at"), [([SOONER, LATER], LATER), ([LATER], LATER), ([SOONER, None], None), ([], None)]
)
def test_a_license_looks_forgotten_when_all_its_sessions_do(each: list[None], at: object) -> None:
    assert all_forgotten_at(each) == at
