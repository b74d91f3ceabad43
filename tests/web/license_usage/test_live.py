from flask import Flask
from flask.testing import FlaskClient

from tests.services.acting import opened
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.web.html import read
from tests.web.visits import page, rows
from webapp.db import Database
from webapp.web import render_usage_update

pytestmark = on_sqlite


def test_a_pushed_update_shows_what_the_page_shows(
    app: Flask, ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    opened(database, cast.ana.desk, clock.now(), "SRV-1")
    opened(database, cast.ben.desk, clock.now(), "KIOSK")

    with app.test_request_context("/usage/events?q=ben"):
        update = read(render_usage_update(cast.ana.actor, {"q": "ben"}, clock.now())[0])

    shown = page(ana, "/usage?q=ben")
    assert rows(update) == rows(shown)
    assert update.one(id="usage-overview").text == shown.one(id="usage-overview").text
    assert [part.attributes["hx-swap"] for part in update.all("hx-partial")] == ["outerMorph"] * 4
