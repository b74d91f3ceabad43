from flask import Flask
from flask.testing import FlaskClient

from tests.services.acting import opened
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.web.html import read
from tests.web.visits import page, rows
from webapp.db import Database
from webapp.services.shared_reads import SharedReads
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


def test_viewers_who_are_woken_by_one_change_are_each_told_in_their_language(
    app: Flask, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    opened(database, cast.ben.desk, clock.now(), "SRV-1")
    reads = SharedReads()

    def told(language: str) -> list[str]:
        with app.test_request_context("/usage/events", headers={"Accept-Language": language}):
            update = read(render_usage_update(cast.ana.actor, {}, clock.now(), reads)[0])
        return [update.one(id="usage-overview").one(class_="badge").text, rows(update)[0][0]]

    said = {language: told(language) for language in ("en", "de", "sl")}

    assert said["en"] == ["2 free", "License 1 · Ben Okafor on BEN-DESK since 09:00 UTC"]
    assert said["de"] == ["2 frei", "Lizenz 1 · Ben Okafor auf BEN-DESK seit 09:00 UTC"]
    assert said["sl"] == ["2 prosti", "Licenca 1 · Ben Okafor na BEN-DESK od 09:00 UTC"]
