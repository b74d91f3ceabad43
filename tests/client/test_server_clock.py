from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.client.server_clock import ServerClock

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def stamp(at: datetime) -> str:
    """A `Date` header of the moment."""
    return format_datetime(at.replace(microsecond=0), usegmt=True)


def test_one_answer_tells_the_servers_time_to_the_second() -> None:
    clock = ServerClock()

    clock.hear(stamp(NINE), sent=100, received=100)

    assert clock.moment(NINE + timedelta(seconds=30)) == pytest.approx(130, abs=0.5)


def test_more_answers_narrow_it() -> None:
    clock = ServerClock()
    for tenths in range(11):  # the server is at 9:00:00 exactly when the steady clock is at 100
        now = tenths / 10
        clock.hear(stamp(NINE + timedelta(seconds=now)), sent=100 + now, received=100 + now)

    assert clock.moment(NINE + timedelta(seconds=30)) == pytest.approx(130, abs=0.06)


def test_a_clock_that_was_set_is_followed() -> None:
    clock = ServerClock()
    clock.hear(stamp(NINE), sent=100, received=100)

    clock.hear(stamp(NINE + timedelta(hours=1)), sent=101, received=101)

    assert clock.moment(NINE + timedelta(hours=1, seconds=30)) == pytest.approx(131, abs=0.5)


@pytest.mark.parametrize("date", [None, "", "yesterday"])
def test_without_a_date_nothing_is_known(date: str | None) -> None:
    clock = ServerClock()

    clock.hear(date, sent=100, received=100)

    assert clock.moment(NINE) is None
    assert clock.deadline(NINE, at_most=30, learned=200) == 230


def test_a_deadline_is_never_further_off_than_the_whole_notice() -> None:
    clock = ServerClock()
    clock.hear(stamp(NINE), sent=100, received=100)

    assert clock.deadline(NINE + timedelta(hours=1), at_most=30, learned=100) == 130
    assert clock.deadline(NINE + timedelta(seconds=10), at_most=30, learned=100) == pytest.approx(
        110, abs=0.5
    )


@given(
    offset=st.floats(-1e6, 1e6),
    answers=st.lists(st.tuples(st.floats(0, 1e4), st.floats(0, 5), st.floats(0, 1)), min_size=1, max_size=20),
)
def test_however_slow_the_answers_the_error_is_at_most_the_slowness_of_the_fastest(
    offset: float, answers: list[tuple[float, float, float]]
) -> None:
    clock = ServerClock()
    for sent, took, stamped_after in answers:
        server_time = NINE + timedelta(seconds=sent + took * stamped_after + offset)
        clock.hear(stamp(server_time), sent, sent + took)

    moment = clock.moment(NINE + timedelta(seconds=offset))

    assert moment is not None
    assert abs(moment) <= (1 + min(took for _, took, _ in answers)) / 2 + 1e-3
