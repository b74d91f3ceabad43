import json
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.services.supporting import joined, started
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.web.html import read
from webapp.db import Database
from webapp.live import hub_of
from webapp.services.end_session import end_session
from webapp.services.leave_session import leave_session
from webapp.services.pause_session import pause_session
from webapp.services.resume_session import resume_session
from webapp.services.steps.sessions import SessionView
from webapp.services.take_back_termination import take_back_termination
from webapp.services.terminate_sessions import terminate_sessions

pytestmark = on_sqlite
Heard = tuple[str, dict[str, Any]]
MESSAGE = "Ana Novak is ending this session: Lunch. It closes in 30 seconds; save your work now."


@pytest.fixture
def session(database: Database, cast: Cast, clock: FrozenClock) -> SessionView:
    """A session that ben has started."""
    return started(database, cast.ben.desk, clock.now())


@pytest.fixture
def token(database: Database, session: SessionView, clock: FrozenClock) -> str:
    """The token of Maria, who has joined it."""
    return joined(database, session, clock.now())


@pytest.fixture
def listen(app: Flask, token: str) -> Iterator[Callable[[], Iterator[Heard]]]:
    """Follow the events as a program does."""

    def events() -> Iterator[Heard]:
        answer = app.test_client().get(
            "/api/v1/remote/events", headers={"Authorization": f"Bearer {token}"}, buffered=False
        )
        assert answer.status_code == 200
        chunks = answer.iter_encoded()
        assert next(chunks).startswith(b":")  # the stream is open from here on
        return (_event(chunk.decode()) for chunk in chunks if not chunk.startswith(b":"))

    yield events
    hub_of(app).is_stopping = lambda: True


def _event(text: str) -> Heard:
    lines = dict(line.split(": ", 1) for line in text.strip().splitlines())
    return lines["event"], json.loads(lines["data"])


def end(db: Database, cast: Cast, session: UUID, clock: FrozenClock) -> None:
    """Ana ends the session."""
    terminate_sessions(db, cast.ana.actor, [session], "Lunch", clock.now())


def test_it_is_told_of_an_ending_of_its_taking_back_and_of_the_end(
    listen: Callable[[], Iterator[Heard]],
    database: Database, cast: Cast, session: SessionView, token: str, clock: FrozenClock,
) -> None:  # fmt: skip
    events, this = listen(), {"id": str(session.id)}

    end(database, cast, session.id, clock)
    assert next(events) == (
        "session-ending",
        {**this, "ends_at": "2026-03-02T09:00:30.000000Z", "seconds": 30.0, "message": MESSAGE},
    )

    take_back_termination(database, cast.ana.actor, session.id, clock.now())
    assert next(events) == ("session-kept", this)

    leave_session(database, token, clock.now())
    assert next(events) == ("session-ended", {**this, "reason": "remote_left", "message": None})
    assert list(events) == []


def test_it_is_told_that_the_session_is_paused_and_goes_on(
    listen: Callable[[], Iterator[Heard]],
    database: Database, cast: Cast, session: SessionView, clock: FrozenClock,
) -> None:  # fmt: skip
    events, this = listen(), {"id": str(session.id)}

    pause_session(database, cast.ben.actor, session.id, clock.now())
    assert next(events) == ("session-paused", this)

    resume_session(database, cast.ben.actor, session.id, None, clock.now())
    assert next(events) == ("session-resumed", this)


def test_who_comes_back_is_told_how_the_session_stands(
    listen: Callable[[], Iterator[Heard]],
    database: Database, cast: Cast, session: SessionView, clock: FrozenClock,
) -> None:  # fmt: skip
    end(database, cast, session.id, clock)
    clock.advance(10)

    name, data = next(listen())

    assert (name, data["seconds"]) == ("session-ending", 20.0)


def test_it_is_told_at_the_deadline_though_nobody_wrote_the_end_down(
    listen: Callable[[], Iterator[Heard]],
    database: Database, cast: Cast, session: SessionView, clock: FrozenClock,
) -> None:  # fmt: skip
    end(database, cast, session.id, clock)
    events = listen()
    next(events)
    clock.advance(30)

    name, data = next(events)

    assert (name, data["reason"]) == ("session-ended", "terminated")


def test_what_happens_to_other_sessions_of_the_account_is_not_told(
    listen: Callable[[], Iterator[Heard]],
    database: Database, cast: Cast, session: SessionView, clock: FrozenClock,
) -> None:  # fmt: skip
    events = listen()
    other = started(database, cast.cleo.desk, clock.now())
    end_session(database, cast.cleo.desk.actor, other.id, clock.now())
    end_session(database, cast.ben.desk.actor, session.id, clock.now())

    assert [name for name, _ in events] == ["session-ended"]


def test_a_page_is_pushed_what_it_shows_and_the_stream_ends_with_the_session(
    client: FlaskClient, app: Flask,
    database: Database, cast: Cast, session: SessionView, token: str, clock: FrozenClock,
) -> None:  # fmt: skip
    client.set_cookie("seatkeeper_remote", token)
    chunks = client.get("/remote/events", buffered=False).iter_encoded()

    assert _title(next(chunks)) == "Ben Okafor is helping you"
    end(database, cast, session.id, clock)
    assert _title(next(chunks)) == "This session is about to close"
    end_session(database, cast.ben.desk.actor, session.id, clock.now())
    assert _title(next(chunks)) == "The session is over"
    assert [chunk.decode() for chunk in chunks] == ["event: over\ndata: session\n\n"]
    hub_of(app).is_stopping = lambda: True


def _title(chunk: bytes) -> str:
    html = "\n".join(line.removeprefix("data: ") for line in chunk.decode().strip().splitlines())
    return read(html).one("h1").text
