"""Picture, numbers and CSV of one period tell the same, to the microsecond, also where the sessions are very many."""

import csv
import io
import json
from collections import Counter
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from tests.services.made_history import held, made_history
from tests.services.plain_usage import MICROSECOND, bring_in, counted
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.web.html import Element
from tests.web.visits import page
from webapp.db import Database
from webapp.models import Account
from webapp.web.reports.writing import Writing

pytestmark = [on_sqlite, pytest.mark.slow]
SESSIONS = 100_000
DAYS = "from=2025-03-26&to=2025-04-02"
"""Eight days around the one on which clocks go forward: drawn change by change."""


@pytest.fixture
def history(database: Database, cast: Cast, clock: FrozenClock) -> list[tuple[datetime, datetime]]:
    """A hundred thousand sessions of sixty users in four months, and when licenses were held in them."""
    made = made_history(SESSIONS, users=60, gap=100.0)
    database.write(lambda tx: tx.execute(update(Account).values(time_zone="Europe/Ljubljana")))
    bring_in(database, cast.ana.actor.account_id, made, clock.now())
    return held(made)


def test_picture_numbers_and_csv_agree(ana: FlaskClient, history: list[tuple[datetime, datetime]]) -> None:
    start, end = datetime(2025, 3, 25, 23, tzinfo=UTC), datetime(2025, 4, 2, 22, tzinfo=UTC)
    whole = counted(history)
    before = [there for at, there in whole if at <= start][-1]
    plain = [(start, before), *((at, there) for at, there in whole if start < at < end)]
    levels = Counter[int]()
    for (at, there), (until, _) in pairwise([*plain, (end, 0)]):
        levels[there] += (until - at) // MICROSECOND

    shown = page(ana, f"/reports/usage?{DAYS}")
    exported = list(csv.DictReader(io.StringIO(ana.get(f"/reports/usage.csv?{DAYS}").text)))
    users = list(csv.DictReader(io.StringIO(ana.get(f"/reports/usage.csv?{DAYS}&of=users").text)))

    assert [(datetime.fromisoformat(row["moment"]), int(row["in_use"])) for row in exported] == plain
    assert sum(round(float(row["seconds"]) * 1e6) for row in exported) == (end - start) // MICROSECOND
    assert sum(round(float(row["seconds"]) * 1e6) for row in users) == sum(n * t for n, t in levels.items())
    peak, write = max(levels), Writing(UTC, "UTC")
    most = shown.one("dl", class_="key-numbers").all("span", class_="key-value")[0].text
    assert most.startswith(f"{peak} of")
    assert _durations(shown) == [write.share(levels[n] / levels.total(), 1) for n in range(peak + 1)]
    data = json.loads(shown.one("script", id="usage-curve-data").text)
    assert max(data["inUse"]) == peak
    assert (data["at"][0], data["at"][-1]) == (start.timestamp(), end.timestamp())


def _durations(shown: Element) -> list[str]:
    (table,) = [
        region
        for region in shown.all("div", class_="numbers-table")
        if region.attributes["aria-label"].startswith("For how")
    ]
    rows = table.one("tbody").all("tr")
    return [[cell.text for cell in row.content if isinstance(cell, Element)][5] for row in rows]
