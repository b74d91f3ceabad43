"""License Usage of an account with many live sessions beside one with 10: the first page, asked for in turns, each by one owner.
And what an update costs: a session of the page is ended and kept, again and again, with one page open; CPU of the server for
each push, in an account with many live sessions beside one with no more than its first page shows."""

import asyncio
import statistics
import time
from contextlib import closing
from uuid import UUID

import httpx
from sqlalchemy import select

from tests.bench import browsers
from tests.bench.ground import Ground, Running
from tests.bench.rows import Row
from tests.bench.seeding import Seed, Seeded
from tests.bench.sse import Marks, close, open_streams, until
from tests.bench.usage_live import device_actor
from webapp.clock import clock_for
from webapp.db import Database
from webapp.models import ClientSession
from webapp.services.take_back_termination import take_back_termination
from webapp.services.terminate_sessions import terminate_sessions

TITLE = "License Usage with many live sessions"
AT_MOST, FLAT, SHOWN = 3.0, 1.2, 100


def run(ground: Ground) -> list[Row]:
    """The page, then updates."""
    live = ground.many(10_000, 300)
    seeds = [Seed("few", 10, 10, 10), Seed("page", SHOWN, SHOWN, SHOWN), Seed("many", live, live, live)]
    with ground.seatkeeper(seeds) as server:
        return [_first_page(ground, server, live), _updates(ground, server, live)]


def _first_page(ground: Ground, server: Running, live: int) -> Row:
    took: dict[str, list[float]] = {"few": [], "many": []}
    heads = {name: browsers.sign_in(server.database_url, server.accounts[name], 1, 1)[0] for name in took}
    with httpx.Client(base_url=server.url, timeout=60, trust_env=False) as http:
        for _ in range(ground.many(60, 5)):
            for name, head in heads.items():
                began = time.perf_counter()
                http.get("/usage", headers=head).raise_for_status()
                took[name].append((time.perf_counter() - began) * 1000)
    few, many = (statistics.median(each) for each in took.values())
    ratio = statistics.median(m / f for f, m in zip(*took.values(), strict=True))
    return Row(
        f"first page of {live:,} live sessions", f"{many:.1f} ms", f"of 10: {few:.1f} ms", ratio,
        f"≤ {AT_MOST:.0f} × the page of 10", ratio <= AT_MOST,
    )  # fmt: skip


def _updates(ground: Ground, server: Running, live: int) -> Row:
    rounds, pushes = ground.many(5, 1), ground.many(20, 3)
    cost: dict[str, list[float]] = {"page": [], "many": []}
    for _ in range(rounds):
        for name, costs in cost.items():
            costs.append(asyncio.run(_pushes(server, server.accounts[name], pushes)))
    shown, many = (statistics.median(each) for each in cost.values())
    ratio = statistics.median(m / s for s, m in zip(*cost.values(), strict=True))
    return Row(
        f"one row changes, {live:,} live sessions", f"{many:.1f} ms CPU a push", f"of {SHOWN}: {shown:.1f} ms", ratio,
        f"≤ {FLAT} × with none that are not shown", ratio <= FLAT,
    )  # fmt: skip


async def _pushes(server: Running, account: Seeded, count: int) -> float:
    """CPU of the server for each push, in milliseconds."""
    marks = Marks()
    head = browsers.sign_in(server.database_url, account, 1, 1)[0]
    streams = await open_streams(server.url, [("/usage/events", head)], marks)
    await asyncio.sleep(1)
    with closing(Database.open(server.database_url)) as db:
        owner, session, clock = device_actor(account, 1), _first_session(db, account), clock_for(db)
        before, pushed = server.used().cpu, 0
        for number in range(count):
            had = streams[0].received
            if number % 2:
                take_back_termination(db, owner, session, clock.now())
            else:
                terminate_sessions(db, owner, [session], None, clock.now())
            pushed += await until(lambda had=had: streams[0].received > had, 5)  # type: ignore[misc]
            await asyncio.sleep(0.3)
        used = server.used().cpu - before
        if count % 2:
            take_back_termination(db, owner, session, clock.now())
    close(streams)
    assert pushed == count, f"{pushed} of {count} arrived"
    return used / count * 1000


def _first_session(db: Database, account: Seeded) -> UUID:
    this = (ClientSession.account_id == account.account_id, ClientSession.user_id == account.first)
    with db.read() as tx:
        return tx.execute(select(ClientSession.session_id).where(*this).limit(1)).scalar_one()
