import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.services.supporting import joined, started
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.web.html import read
from tests.web.visits import page
from webapp.db import Database
from webapp.domain.errors import Forbidden
from webapp.web.own_session.live import render_update

pytestmark = on_sqlite


def test_a_pushed_update_shows_what_the_page_shows(
    app: Flask, ben: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = started(database, cast.ben.desk, clock.now())

    with app.test_request_context():
        html, _ = render_update(cast.ben.actor, {"session_id": session.id}, clock.now())

    shown = page(ben, f"/sessions/{session.id}")
    assert read(html).one(id="own-session").text == shown.one(id="own-session").text


def test_it_says_the_same_until_something_happens_however_much_time_passes(
    app: Flask, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = started(database, cast.ben.desk, clock.now())

    with app.test_request_context():
        says = [
            render_update(cast.ben.actor, {"session_id": session.id}, moment)[1]
            for moment in (clock.now(), clock.advance(10))
        ]
        joined(database, session, clock.now())
        says.append(render_update(cast.ben.actor, {"session_id": session.id}, clock.now())[1])

    assert says[0] == says[1] != says[2]


def test_nothing_is_pushed_of_somebody_elses_session(
    app: Flask, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = started(database, cast.ben.desk, clock.now())

    with app.test_request_context(), pytest.raises(Forbidden):
        render_update(cast.ana.actor, {"session_id": session.id}, clock.now())
