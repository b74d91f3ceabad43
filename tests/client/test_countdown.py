import pytest

from webapp.client.running.countdown import Countdown
from webapp.client.running.notices import span_text


def test_worthwhile_numbers_below_the_first_are_said_once() -> None:
    countdown = Countdown(deadline=130, now=100)

    said = [round(130 - now / 4) for now in range(400, 521) if countdown.due(now / 4)]

    assert said == [10, 5]


def test_numbers_that_were_slept_through_are_said_once_together() -> None:
    countdown = Countdown(deadline=200, now=100)

    assert countdown.due(193)
    assert not countdown.due(193.1)


def test_it_waits_for_the_next_number_then_for_the_end() -> None:
    countdown = Countdown(deadline=130, now=100)

    assert countdown.wait(100) == 20
    assert countdown.due(120)
    assert countdown.wait(120) == 5
    assert countdown.due(125)
    assert countdown.wait(125) == 5
    assert countdown.left(131) == pytest.approx(0)


def test_other_numbers_can_be_worthwhile_too() -> None:
    countdown = Countdown(deadline=86_400, now=0, counted=(3600, 600))

    said = [86_400 - now for now in range(0, 86_400, 100) if countdown.due(now)]

    assert said == [3600, 600]
    assert countdown.wait(86_000) == 400


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (3600, "1 hour"),
        (3599, "1 hour"),
        (7200, "2 hours"),
        (600, "10 minutes"),
        (61, "1 minute"),
        (1, "1 minute"),
    ],
)
def test_longer_spans_are_said_in_hours_or_minutes(seconds: float, text: str) -> None:
    assert span_text(seconds) == text
