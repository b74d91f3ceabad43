"""Clients of one account are connected, each with a session and its event stream. Domain admins end all of them, a page of
License Usage (100 licenses) with each request; and once more all of them with a single request. When is each client told, from
when its request was sent?"""

import asyncio
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from uuid import UUID

import httpx
from sqlalchemy import select

from tests.bench import browsers
from tests.bench.ground import Ground, Running
from tests.bench.rows import Row
from tests.bench.seeding import Seed, Seeded
from tests.bench.sse import Marks, Stream, close, open_streams, percentile, raise_open_files, until
from webapp.db import Database
from webapp.models import ClientSession

TITLE = "End Selected Sessions reaches connected clients"
WITHIN_MS, A_PAGE, ADMINS = 1000.0, 100, 4
ENDING = b"event: session-ending"
Ended = dict[Stream, float]


def run(ground: Ground) -> list[Row]:
    """By pages, and all at once."""
    raise_open_files()
    count = ground.many(10_000, 100)
    rows = []
    for at_once, admins in ((A_PAGE, ADMINS), (count, 1)):
        with ground.seatkeeper([Seed("acme", count, count, count)]) as server:
            rows.append(asyncio.run(_measure(server, count, at_once, admins)))
    return rows


async def _measure(server: Running, count: int, at_once: int, admins: int) -> Row:
    account, marks = server.accounts["acme"], Marks()
    heads = (("/api/v1/events", {"Authorization": f"Bearer {account.prefix}{n + 1}"}) for n in range(count))
    browser_heads = browsers.sign_in(server.database_url, account, 1, 1) * admins
    streams = await open_streams(server.url, heads, marks)
    marks.expect(ENDING)
    batches = list(_batches(_sessions(server, account), at_once))
    begun = await asyncio.gather(
        *(_end(server, head, batches[n::admins]) for n, head in enumerate(browser_heads))
    )
    assert await until(lambda: len(marks.arrived[ENDING]) == count, 60), f"{len(marks.arrived[ENDING])} told"
    assert not marks.lost, f"{marks.lost} streams were lost"
    sent = {number: moment for each in begun for number, moment in each.items()}
    arrived = marks.forget(ENDING)
    delays = [(arrived[stream] - sent[number]) * 1000 for number, stream in enumerate(streams)]
    close(streams)
    return _row(count, at_once, delays)


def _sessions(server: Running, account: Seeded) -> list[tuple[int, UUID]]:
    """Each client's number, from 0, and its session."""
    query = select(ClientSession.user_id, ClientSession.session_id).where(
        ClientSession.account_id == account.account_id
    )
    with closing(Database.open(server.database_url)) as db, db.read() as tx:
        return [(user - account.first, session) for user, session in tx.execute(query)]


def _batches(sessions: Sequence[tuple[int, UUID]], at_once: int) -> Iterator[Sequence[tuple[int, UUID]]]:
    for begin in range(0, len(sessions), at_once):
        yield sessions[begin : begin + at_once]


async def _end(
    server: Running, head: dict[str, str], batches: list[Sequence[tuple[int, UUID]]]
) -> dict[int, float]:
    """The owner ends these in a browser, one request after another; when the request for each client was sent."""
    sent: dict[int, float] = {}
    async with httpx.AsyncClient(base_url=server.url, timeout=120, trust_env=False) as http:
        page = await http.get(
            "/usage", headers=head
        )  # its cookie is kept, with what makes the form's token good
        (token,) = set(re.findall(r'name="csrf_token" value="([^"]+)"', page.text))
        http.headers["HX-Request"] = "true"
        for batch in batches:
            moment = time.perf_counter()
            sent.update({number: moment for number, _ in batch})
            chosen = " ".join(str(session) for _, session in batch)
            answer = await http.post("/usage/terminations", data={"csrf_token": token, "session": chosen})
            answer.raise_for_status()
    return sent


def _row(count: int, at_once: int, delays: list[float]) -> Row:
    p99 = percentile(delays, 0.99)
    how = f"{at_once:,} with each request" if at_once < count else "all with one request"
    return Row(
        f"{count:,} clients are told, {how}", f"{p99:.0f} ms (p99)", goal=f"p99 < {WITHIN_MS:.0f} ms",
        met=p99 < WITHIN_MS, p50_ms=percentile(delays, 0.5), p99_ms=p99, remark=f"last after {max(delays):.0f} ms",
    )  # fmt: skip
