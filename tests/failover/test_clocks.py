"""Two nodes whose own clocks are five minutes apart, on one PostgreSQL: its clock decides, so they agree."""

import os
import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from unittest.mock import patch

import httpx
import pytest

from tests.journey.callers import Caller
from tests.support.cast import Cast
from tests.support.databases import on_postgresql
from tests.support.faketime import find_faketime
from tests.support.servers import Server, StartServer

LIBRARY = find_faketime()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(LIBRARY is None, reason="no faketime here: make test installs it for root"),
]
INSIDE = str(Path(__file__).with_name("inside"))
FIVE_MINUTES = timedelta(minutes=5)
SOON = timedelta(minutes=1)


@pytest.fixture
def slow(start_server: StartServer, database_url: str, cast: Cast) -> Server:
    """A node whose clock is right."""
    return start_server(database_url, cast, WORKERS="1")


@pytest.fixture
def fast(start_server: StartServer, database_url: str, cast: Cast) -> Server:
    """A node whose clock is five minutes ahead."""
    inside = os.pathsep.join([INSIDE, *filter(None, [os.environ.get("PYTHONPATH")])])
    ahead = {
        "LD_PRELOAD": str(LIBRARY),
        "FAKETIME": "+5m",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "PYTHONPATH": inside,
    }
    with patch.dict(os.environ, ahead):
        return start_server(database_url, cast, WORKERS="1")


def own_time(server: Server) -> datetime:
    return parsedate_to_datetime(httpx.get(f"{server.url}/sign-in", trust_env=False).headers["Date"])


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


@on_postgresql
def test_nodes_whose_clocks_are_apart_agree_on_leases_and_deadlines(
    slow: Server, fast: Server, cast: Cast
) -> None:
    assert abs(own_time(fast) - own_time(slow) - FIVE_MINUTES) < SOON
    here, there = Caller(slow.url, cast.ben.desk), Caller(fast.url, cast.ben.desk)

    opened = here.open()

    assert opened
    assert there.look(opened["id"])["state"] == "active", (
        "a lease of 90 seconds would be long over by the node's clock"
    )
    second = there.open()
    assert second
    assert timedelta(0) <= moment(second["opened_at"]) - moment(opened["opened_at"]) < SOON
    renewed = there.ask("PUT", "/lease").json()
    assert moment(renewed["lease_expires_at"]) - moment(opened["lease_expires_at"]) < SOON
    ending = there.ask("POST", f"/sessions/{opened['id']}/termination", json={}).json()
    seen = here.look(opened["id"])
    assert (seen["state"], seen["ends_at"]) == ("ending", ending["ends_at"])
    assert 0 < seen["seconds"] <= 30
    assert here.in_use() == there.in_use() == 1
    here.hang_up()
    there.hang_up()


@on_postgresql
def test_a_browser_signed_in_at_the_node_that_is_ahead_is_signed_in_at_the_other(
    slow: Server, fast: Server, cast: Cast
) -> None:
    with httpx.Client(trust_env=False) as browser:
        form = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get(f"{fast.url}/sign-in").text)
        assert form
        typed = {"username": cast.ben.login, "password": cast.ben.password, "csrf_token": form[1]}
        assert browser.post(f"{slow.url}/sign-in", data=typed).status_code == 303
        assert browser.post(f"{fast.url}/sign-in", data=typed).status_code == 303

        assert [browser.get(f"{node.url}/usage").status_code for node in (fast, slow)] == [200, 200]
