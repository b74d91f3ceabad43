from collections import Counter

from flask import Flask
from flask.testing import FlaskClient

from tests.api.programs import problem
from tests.support.apps import SignIn
from tests.support.cast import Cast
from tests.support.databases import on_sqlite
from webapp.domain.limits import STREAMS_MAX
from webapp.live import sse

pytestmark = on_sqlite


def test_a_stream_counts_for_as_long_as_it_is_open(app: Flask, client: FlaskClient, cast: Cast) -> None:
    ben = cast.ben.desk.actor

    answer = client.get("/api/v1/events", headers=cast.ben.desk.bearer)
    assert next(iter(answer.iter_encoded())) == sse.KEEP_ALIVE.encode()
    while_open = dict(app.extensions[sse.OPEN])
    answer.close()

    assert while_open == {("device", ben.user_id, ben.device_id): 1}
    assert app.extensions[sse.OPEN] == {}


def test_a_device_has_so_many_streams_and_another_one_as_many(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    ben = cast.ben.desk.actor
    app.extensions[sse.OPEN] = Counter({("device", ben.user_id, ben.device_id): STREAMS_MAX})

    one_more = client.get("/api/v1/events", headers=cast.ben.desk.bearer)

    assert problem(one_more) == (429, "too-many-attempts")
    assert one_more.headers["Retry-After"] == "60"
    assert client.get("/api/v1/events", headers=cast.ben.laptop.bearer).status_code == 200


def test_all_browsers_of_a_user_together_have_so_many_streams(
    app: Flask, signed_in: SignIn, cast: Cast
) -> None:
    app.extensions[sse.OPEN] = Counter({("browsers", cast.ben.actor.user_id): STREAMS_MAX})

    assert signed_in(cast.ben).get("/usage/events").status_code == 429
    assert signed_in(cast.cleo).get("/usage/events").status_code == 200
