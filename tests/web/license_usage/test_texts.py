from datetime import UTC, datetime

import pytest

from webapp.web.license_usage.texts import duration, moment

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-1, "0:00"),
        (0.9, "0:00"),
        (40, "0:40"),
        (1120, "18:40"),
        (3862, "1:04:22"),
        (176_662, "2 d 01:04:22"),
    ],
)
def test_a_duration_shows_what_it_has_of_days_hours_minutes_and_seconds(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_a_time_of_today_is_without_its_date() -> None:
    assert moment(datetime(2026, 3, 2, 8, 5, tzinfo=UTC), NOW).text == "08:05 UTC"


def test_an_earlier_time_has_its_date() -> None:
    assert moment(datetime(2026, 3, 1, 23, 5, tzinfo=UTC), NOW).text == "1 Mar, 23:05 UTC"
