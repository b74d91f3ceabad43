"""/metrics: who is told, and that what they are told is true and reads as Prometheus wants it."""

import subprocess

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import update

from tests.operating.conftest import METRICS_TOKEN, SCRAPER
from tests.services.acting import opened, refused, wish
from tests.services.paying import open_support
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import Databases, on_postgresql, on_sqlite
from tests.support.promtool import find_promtool
from webapp import create_app
from webapp.db import Database
from webapp.live import hub_of
from webapp.models import Heartbeat
from webapp.services.admit_session import admit_session
from webapp.services.pause_session import pause_session
from webapp.services.set_licenses import set_licenses
from webapp.services.terminate_sessions import terminate_sessions
from webapp.settings import Settings

Series = dict[tuple[str, str], float]


def scrape(client: FlaskClient) -> str:
    answer = client.get("/metrics", headers=SCRAPER)
    assert answer.status_code == 200
    return answer.text


def series(text: str) -> Series:
    """Every number, by its name and its labels' values."""
    return {
        (sample.name.removeprefix("seatkeeper_"), " ".join(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def of(name: str, found: Series) -> dict[str, float]:
    return {labels: value for (of_name, labels), value in found.items() if of_name == name}


@on_sqlite
def test_without_a_token_in_the_settings_there_is_no_such_page(settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"metrics_token": ""}))

    for headers in ({}, SCRAPER, {"Authorization": "Bearer "}):
        assert app.test_client().get("/metrics", headers=headers).status_code == 404
    app.extensions["seatkeeper"].db.close()


@on_sqlite
@pytest.mark.parametrize(
    "given", [{}, {"Authorization": f"Bearer {METRICS_TOKEN}x"}, {"Authorization": f"Basic {METRICS_TOKEN}"}]
)
def test_whoever_does_not_bring_it_is_told_nothing(client: FlaskClient, given: dict[str, str]) -> None:
    answer = client.get("/metrics", headers=given)

    assert (answer.status_code, answer.headers["WWW-Authenticate"], answer.text) == (
        401,
        "Bearer",
        "A bearer token is needed.\n",
    )


@on_sqlite
def test_a_short_token_is_no_setting(settings: Settings) -> None:
    with pytest.raises(ValueError, match="metrics_token"):
        Settings(instance=settings.instance, metrics_token="short")


def test_it_tells_how_every_account_stands(
    client: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    ending = opened(database, cast.ben.desk, clock.now())
    opened(database, cast.cleo.desk, clock.now())
    open_support(database, cast.cleo.laptop, clock.now())
    refused(database, cast.ana.desk, clock.now())
    terminate_sessions(database, cast.ana.actor, [ending.id], None, clock.now())

    found = series(scrape(client))

    assert of("licenses", found) == {"acme": 3, "globex": 2}
    assert of("licenses_held", found) == {"acme": 3, "globex": 0}
    assert {k: v for k, v in of("sessions", found).items() if v} == {
        "acme standby": 1, "acme active": 1, "acme ending": 1,
    }  # fmt: skip
    assert {k: v for k, v in of("refusals_in_last_hour", found).items() if v} == {"acme account_limit": 1}
    assert (of("terminations_due", found)["acme"], of("terminations_late", found)["acme"]) == (1, 0)
    assert found["database_up", ""] == 1


def test_what_has_run_out_does_not_count_and_late_terminations_do(
    client: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    ending = opened(database, cast.ben.desk, clock.now())
    opened(database, cast.cleo.desk, clock.now())
    terminate_sessions(database, cast.ana.actor, [ending.id], None, clock.now())
    clock.advance(31)
    found = series(scrape(client))
    assert (found["licenses_held", "acme"], found["terminations_late", "acme"]) == (1, 1)

    clock.advance(60)

    assert series(scrape(client))["licenses_held", "acme"] == 0


def test_who_keeps_asking_is_waiting_until_they_get_in_or_give_up(
    client: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    set_licenses(database, "acme", 0, clock.now())
    for seat in (cast.ben.desk, cast.cleo.desk):
        admit_session(database, seat.actor, wish(key="once"), clock.now())
    for _ in range(2):
        admit_session(database, cast.ben.desk.actor, wish(key="again and again"), clock.advance(3))
    assert series(scrape(client))["waiting", "acme"] == 1

    set_licenses(database, "acme", 1, clock.now())
    admit_session(database, cast.ben.desk.actor, wish(key="again and again"), clock.advance(3))

    assert series(scrape(client))["waiting", "acme"] == 0


@on_sqlite
def test_it_tells_since_when_no_sweep_was_there(
    client: FlaskClient, database: Database, clock: FrozenClock
) -> None:
    assert "sweep_lag" not in scrape(client)
    database.write(lambda tx: tx.execute(update(Heartbeat).values(beat_at=clock.now())))
    clock.advance(7)

    assert series(scrape(client))["sweep_lag_seconds", ""] == 7


@on_sqlite
def test_requests_are_counted_by_route_and_never_by_address(
    client: FlaskClient, cast: Cast, database: Database, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    for path in (
        f"/sessions/{session.id}/lease",
        "/lease",
        "/sessions/019cabf5-1f2e-7cc3-98c4-dc0c0c07398f/lease",
    ):
        client.put(f"/api/v1{path}", headers=cast.ben.desk.bearer)
    client.get("/join/482913057612")
    client.get("/never/heard/of")

    text = scrape(client)

    found = series(text)
    assert of("http_requests_total", found) == {
        "PUT /api/v1/sessions/<uuid:session_id>/lease 200": 1,
        "PUT /api/v1/lease 200": 1,
        "PUT /api/v1/sessions/<uuid:session_id>/lease 404": 1,
        "GET /join/<code> 200": 1,
        "none none 404": 1,
    }
    assert found["lease_renewals_total", ""] == 2
    assert found["http_request_seconds_count", "GET /join/<code>"] == 1
    assert not [word for word in (str(session.id), "482913057612", "heard") if word in text]


@on_sqlite
def test_open_streams_are_counted_until_they_are_closed(client: FlaskClient, app: Flask, cast: Cast) -> None:
    stream = client.get("/api/v1/events", headers=cast.ben.desk.bearer, buffered=False)
    assert series(scrape(client))["event_streams_open", ""] == 1

    stream.close()

    assert series(scrape(client))["event_streams_open", ""] == 0
    hub_of(app).is_stopping = lambda: True


@on_postgresql
def test_a_database_that_is_away_is_told_with_what_is_known_without_it(
    client: FlaskClient, databases: Databases, database_url: str
) -> None:
    client.get("/healthz")
    databases.drop(database_url.rpartition("/")[2].partition("?")[0])

    found = series(scrape(client))

    assert found["database_up", ""] == 0
    assert found["http_requests_total", "GET /healthz 200"] == 1


@on_sqlite
def test_promtool_finds_nothing_to_blame(
    client: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    promtool = find_promtool()
    if promtool is None:
        pytest.skip("There is no promtool here: python -m tests.support.promtool fetches Debian's.")
    session = opened(database, cast.ben.desk, clock.now())
    pause_session(database, cast.ben.actor, session.id, clock.now())
    client.get("/healthz")
    database.write(lambda tx: tx.execute(update(Heartbeat).values(beat_at=clock.now())))

    done = subprocess.run(
        [promtool, "check", "metrics"], input=scrape(client), capture_output=True, text=True
    )

    assert (done.returncode, done.stdout + done.stderr) == (0, "")
