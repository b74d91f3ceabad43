"""64 clients race for 8 licenses, over several processes. SEATKEEPER_ROUNDS sets the rounds of each client."""

import multiprocessing
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from sqlalchemy import update

from tests.services.acting import holdings, in_use, wish
from tests.services.racing import LEASE_TICKS, Race, SharedTime, run_process
from tests.support.cast import Cast, sign_in_on
from webapp.db import Database
from webapp.models import Account
from webapp.services.admit_session import Admitted, admit_session
from webapp.services.finalise_overdue_sessions import finalise_overdue_sessions
from webapp.services.set_licenses import set_licenses

CLIENTS, LICENSES, PROCESSES = 64, 8, 4
ROUNDS = int(os.environ.get("SEATKEEPER_ROUNDS", "4"))
SEED = int(os.environ.get("SEATKEEPER_SEED", "1"))


@pytest.fixture
def race(database: Database, database_url: str, cast: Cast, now: datetime) -> Race:
    """8 licenses whose leases run for 1000 ticks, and 64 devices."""
    set_licenses(database, "acme", LICENSES, now)
    database.write(lambda tx: tx.execute(update(Account).values(lease_seconds=LEASE_TICKS // 1000)))
    actors = tuple(sign_in_on(database, cast.ben.login, f"d-{n}", f"D-{n}").actor for n in range(CLIENTS))
    return Race(database_url, actors, LICENSES, ROUNDS, SEED)


@pytest.mark.slow
@pytest.mark.timeout(600 + 10 * ROUNDS)
def test_64_clients_race_for_8_licenses_never_9_are_held_and_none_is_lost(
    database: Database, cast: Cast, race: Race
) -> None:
    time = run(race)

    long_after = time.now(10 * LEASE_TICKS)
    assert in_use(database, cast.ana.actor, long_after) == ()
    finalise_overdue_sessions(database, long_after)
    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = list(
            pool.map(lambda actor: admit_session(database, actor, wish(), long_after), race.actors)
        )
    admitted = [answer.session.license for answer in answers if isinstance(answer, Admitted)]
    assert sorted(map(int, filter(None, admitted))) == list(range(1, LICENSES + 1))
    assert in_use(database, cast.ana.actor, long_after) == tuple(range(1, LICENSES + 1))
    assert len([row for row in holdings(database) if row[3] is None]) == LICENSES


def run(race: Race) -> SharedTime:
    """Run the race in processes of their own, and fail with what went wrong in any of them."""
    context = multiprocessing.get_context("spawn")
    time, start, faults = SharedTime(context, CLIENTS), context.Barrier(PROCESSES), context.SimpleQueue()
    each = CLIENTS // PROCESSES
    processes = [
        context.Process(target=run_process, args=(race, range(n * each, (n + 1) * each), time, start, faults))
        for n in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert faults.empty(), faults.get()
    assert [process.exitcode for process in processes] == [0] * PROCESSES
    return time
