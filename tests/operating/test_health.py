"""What a load balancer is told."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from tests.support.clock import FrozenClock
from tests.support.databases import Databases, on_postgresql, on_sqlite
from webapp import current
from webapp.db import Database
from webapp.db.revisions import head


def readiness(client: FlaskClient) -> tuple[int, str, dict[str, str]]:
    """Status, verdict, and what each check said."""
    answer = client.get("/readyz")
    body: Any = answer.get_json()
    return answer.status_code, body["status"], body["checks"]


def run_sweep(app: Flask, clock: FrozenClock) -> None:
    app.extensions[current.EXTENSION].sweep.done_at = clock.now()


def test_a_server_that_can_work_is_alive_and_ready(
    client: FlaskClient, app: Flask, clock: FrozenClock
) -> None:
    run_sweep(app, clock)

    alive = client.get("/healthz")

    assert (alive.status_code, alive.text, alive.headers["Cache-Control"]) == (200, "ok\n", "no-store")
    assert readiness(client) == (200, "ready", {"database": "ok", "schema": "ok", "sweep": "ok"})


def test_neither_sets_a_cookie_or_asks_for_a_sign_in(client: FlaskClient) -> None:
    assert [client.get(path).headers.get("Set-Cookie") for path in ("/healthz", "/readyz")] == [None, None]


@on_sqlite
def test_a_node_that_runs_no_sweep_is_ready(client: FlaskClient, clock: FrozenClock) -> None:
    clock.advance(3600)

    assert readiness(client)[0] == 200


@on_sqlite
def test_a_process_whose_sweep_is_stuck_is_not_ready(
    client: FlaskClient, app: Flask, clock: FrozenClock
) -> None:
    run_sweep(app, clock)
    clock.advance(30)
    assert readiness(client)[0] == 200

    clock.advance(1)

    assert readiness(client) == (
        503,
        "not ready",
        {"database": "ok", "schema": "ok", "sweep": "late by 31 s"},
    )
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("revision", ["0001", "9999"])
def test_a_database_of_another_version_is_not_ready(
    client: FlaskClient, database: Database, revision: str
) -> None:
    to_other = text("UPDATE alembic_version SET version_num = :revision")
    database.write(lambda tx: tx.execute(to_other, {"revision": revision}))
    assert head() != revision

    status, _, checks = readiness(client)

    assert (status, checks["schema"]) == (503, "not that of this version")


@on_postgresql
def test_a_database_that_is_away_is_not_ready_and_does_not_stop_the_process(
    client: FlaskClient, databases: Databases, database_url: str
) -> None:
    assert readiness(client)[0] == 200
    databases.drop(database_url.rpartition("/")[2].partition("?")[0])

    status, _, checks = readiness(client)

    assert (status, client.get("/healthz").status_code) == (503, 200)
    assert checks == {"database": "does not answer", "schema": "not known", "sweep": "not known"}
