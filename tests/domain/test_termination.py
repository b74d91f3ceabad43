from datetime import UTC, datetime, timedelta

import pytest

from webapp.domain.states import SessionState
from webapp.domain.termination import ended_message, message, takes_effect_at

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_an_active_session_gets_the_notice() -> None:
    assert takes_effect_at(SessionState.ACTIVE, NOW, 30) == NOW + timedelta(seconds=30)


@pytest.mark.parametrize("state", [SessionState.STANDBY, SessionState.PAUSED])
def test_a_session_that_has_nobody_to_warn_ends_at_once(state: SessionState) -> None:
    assert takes_effect_at(state, NOW, 30) == NOW


def test_the_remote_side_reads_who_ended_it_why_and_how_long_is_left() -> None:
    assert message("Ana Novak", "Maintenance at nine", 30) == (
        "Ana Novak is ending this session: Maintenance at nine. It closes in 30 seconds; save your work now."
    )


def test_without_a_reason_the_message_names_who_and_when() -> None:
    assert message("Ana Novak", None, 30) == (
        "Ana Novak is ending this session. It closes in 30 seconds; save your work now."
    )


def test_without_a_person_the_message_names_nobody() -> None:
    assert (
        message(None, None, 30) == "This session is being ended. It closes in 30 seconds; save your work now."
    )


def test_one_second_is_one_second() -> None:
    assert message(None, None, 1) == "This session is being ended. It closes in 1 second; save your work now."


def test_when_it_is_over_the_remote_side_reads_who_ended_it_and_why() -> None:
    messages = [
        ended_message("Ana Novak", "Maintenance"),
        ended_message("Ana Novak", None),
        ended_message(None, None),
    ]

    assert messages == [
        "Ana Novak ended this session: Maintenance.",
        "Ana Novak ended this session.",
        "This session was ended.",
    ]
