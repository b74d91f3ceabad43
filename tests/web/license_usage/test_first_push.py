"""A page that was just loaded says what it shows, and is sent what differs from that."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

from flask import Flask
from flask.testing import FlaskClient

from tests.services.acting import opened
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.web.html import Element, read
from tests.web.visits import page, rows
from webapp.db import Database
from webapp.services.end_session import end_session
from webapp.web.license_usage.live import render_update

pytestmark = on_sqlite


def address_of_stream(client: FlaskClient, address: str = "/usage") -> str:
    return str(page(client, address).one(id="usage-stream").attributes["hx-sse:connect"])


def first_push(app: Flask, cast: Cast, clock: FrozenClock, stream: str) -> Element:
    asked = {name: values[0] for name, values in parse_qs(urlsplit(stream).query).items()}
    with app.test_request_context(stream):
        return read(render_update(cast.ana.actor, asked, clock.now())[0])


def targets(update: Element) -> list[str | None]:
    return [part.attributes["hx-target"] for part in update.all("hx-partial")]


@contextmanager
def listening(client: FlaskClient, stream: str, **headers: str) -> Iterator[Iterator[bytes]]:
    answer = client.get(stream, headers=headers)
    try:
        yield iter(answer.iter_encoded())
    finally:
        answer.close()


def test_a_page_is_not_sent_again_what_it_shows(
    app: Flask, ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    opened(database, cast.ben.desk, clock.now(), "ONE")
    stream = address_of_stream(ana)
    clock.advance(5)

    assert targets(first_push(app, cast, clock, stream)) == []


def test_of_what_has_changed_since_only_that_is_sent(
    app: Flask, ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    opened(database, cast.ben.desk, clock.now(), "ONE")
    stream = address_of_stream(ana)
    opened(database, cast.cleo.desk, clock.advance(1), "TWO")

    update = first_push(app, cast, clock, stream)

    assert targets(update) == ["#usage-overview", "#usage-tips", "#usage-table"]
    assert ["data-same" in body.attributes for body in update.all("tbody")] == [True, False]


def test_rows_that_have_gone_since_are_taken_off(
    app: Flask, ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    opened(database, cast.ben.desk, clock.now(), "ONE")
    gone = opened(database, cast.cleo.desk, clock.now(), "TWO")
    stream = address_of_stream(ana)
    end_session(database, cast.cleo.desk.actor, gone.id, clock.advance(1))

    update = first_push(app, cast, clock, stream)

    assert ["data-same" in body.attributes for body in update.all("tbody")] == [True]


def test_what_a_page_says_is_not_believed_where_it_makes_no_sense(
    app: Flask, ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    opened(database, cast.ben.desk, clock.now(), "ONE")

    update = first_push(app, cast, clock, "/usage/events?shows=nonsense")

    assert rows(update) == rows(page(ana, "/usage"))


def test_after_a_break_it_is_sent_everything_as_it_may_show_something_else_by_then(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    opened(database, cast.ben.desk, clock.now(), "ONE")
    stream = address_of_stream(ana)

    with listening(ana, stream, **{"Last-Event-ID": "opened"}) as events:
        assert [next(events), b"usage-table" in next(events)] == [b"id: opened\n\n", True]
