from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from webapp.client.answers import Session
from webapp.client.happenings import Happening, Joined, NewCode, Paused, Resumed
from webapp.client.server_clock import ServerClock
from webapp.client.waiting_news import WaitingNews

ID = UUID("019cabf5-1f2e-7cc3-98c4-dc0c0c07398f")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def session(state: str, **more: Any) -> Session:
    """A support session."""
    return Session(id=ID, kind="support", state=state, **more)


STANDBY = session("standby", code="482913057612")
ACTIVE = session("active", joined_at=NOON, remote="Mia")
PAUSED = session("paused", joined_at=NOON, remote="Mia", expires_at=NOON + timedelta(hours=24))


@pytest.fixture
def told() -> list[Happening]:
    """What was told."""
    return []


@pytest.fixture
def clock() -> ServerClock:
    """A server's clock that showed noon at the steady moment 100, to half a second."""
    clock = ServerClock()
    clock.hear("Mon, 02 Mar 2026 12:00:00 GMT", 100, 100)
    return clock


def test_that_somebody_joined_is_told_once_whoever_says_it(clock: ServerClock, told: list[Happening]) -> None:
    news = WaitingNews(STANDBY, clock, told.append)

    news.take(STANDBY)
    news.join("Mia")
    news.take(ACTIVE)
    news.join("Mia")

    assert told == [Joined("Mia")]


def test_a_pause_is_told_once_with_its_end_on_the_steady_clock_and_so_is_going_on(
    clock: ServerClock, told: list[Happening]
) -> None:
    news = WaitingNews(ACTIVE, clock, told.append)

    news.take(PAUSED)
    news.pause(NOON + timedelta(hours=24))
    paused = news.is_paused
    news.resume()
    news.take(ACTIVE)

    assert told == [Paused(NOON + timedelta(hours=24), 86_499.5), Resumed()]
    assert (paused, news.is_paused) == (True, False)


def test_another_code_is_told(clock: ServerClock, told: list[Happening]) -> None:
    news = WaitingNews(STANDBY, clock, told.append)
    other = session("standby", code="593013057612")

    news.take(other)
    news.take(other)

    assert told == [NewCode(other)]


def test_how_a_session_stands_at_first_is_no_news(clock: ServerClock, told: list[Happening]) -> None:
    for first in (STANDBY, ACTIVE, PAUSED):
        WaitingNews(first, clock, told.append).take(first)

    assert told == []
