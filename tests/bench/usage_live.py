"""Colleagues have License Usage open, each as another user with default rights; half of the licenses are in use. Once in a while
a session is ended, and another opened, by another process than theirs: on how many pages does it show, and when?
Beside it devices of another account open sessions as fast as they can, against the same without open pages."""

import asyncio
import time
from dataclasses import dataclass
from functools import partial

from tests.bench import browsers
from tests.bench.ground import Ground, Running
from tests.bench.load import Answers, Requests
from tests.bench.rows import Row
from tests.bench.seeding import Seed, Seeded
from tests.bench.sse import Marks, Stream, close, open_streams, percentile, raise_open_files, until
from webapp.clock import clock_for
from webapp.db import Database
from webapp.domain.access import Actor, Right
from webapp.domain.states import SessionKind
from webapp.services.admit_session import Admitted, OpenRequest, admit_session
from webapp.services.end_session import end_session

TITLE = "A change reaches open License Usage pages"
WITHIN_MS, AT_LEAST = 500.0, 0.5
LICENSES, IN_USE = 100, 50
BODY = '{"kind":"unattended","remote":"SRV-DB-02"}'


@dataclass(frozen=True, slots=True)
class Reached:
    """How long after a change was committed it stood on each page, in milliseconds."""

    delays: list[float]
    expected: int

    @property
    def p99_ms(self) -> float:
        """99 of 100 pages had it by then."""
        return percentile(self.delays, 0.99)


def run(ground: Ground) -> list[Row]:
    """First with nothing else going on, then while others are admitted."""
    raise_open_files()
    pages = ground.many(1_000, 20)
    crowd = ground.many(30_000, 2_000)
    seeds = [Seed("acme", LICENSES, pages + LICENSES, IN_USE), Seed("busy", crowd, crowd)]
    with ground.seatkeeper(seeds) as server:
        return asyncio.run(_measure(ground, server, pages))


async def _measure(ground: Ground, server: Running, pages: int) -> list[Row]:
    account, marks = server.accounts["acme"], Marks()
    seconds, changes = ground.many(15, 2), ground.many(10, 2)
    alone = await asyncio.to_thread(_admit, server, 1, seconds)
    heads = browsers.sign_in(server.database_url, account, LICENSES, pages)
    streams = await open_streams(server.url, (("/usage/events", head) for head in heads), marks)
    await asyncio.sleep(2)
    quiet = await _changes(server, account, streams, marks, changes)
    beside = asyncio.create_task(asyncio.to_thread(_admit, server, 2, seconds))
    await asyncio.sleep(1)
    busy = await _changes(server, account, streams, marks, changes)
    admitted = await beside
    assert not marks.lost, f"{marks.lost} streams were lost"
    close(streams)
    return _rows(pages, quiet, busy, alone, admitted)


def _admit(server: Running, part: int, seconds: int) -> Answers:
    """Devices of another account open sessions, each its first."""
    busy = server.accounts["busy"]
    half = busy.seed.pairs // 2
    first, last = (part - 1) * half + 1, part * half
    return server.load(Requests("POST", "/api/v1/sessions", busy.prefix, first, last, BODY), seconds)


async def _changes(
    server: Running, account: Seeded, streams: list[Stream], marks: Marks, count: int
) -> Reached:
    """Open and close sessions by a process of its own, one after another, and note when each stands on each page."""
    db = Database.open(server.database_url)
    delays: list[float] = []
    actor = device_actor(account, IN_USE + 1)
    for number in range(count):
        name = f"CHANGE-{number}-{time.monotonic_ns()}"
        marks.expect(name.encode())
        opened = await asyncio.to_thread(_open, db, actor, name)
        committed = time.perf_counter()
        await until(partial(_everywhere, marks, name.encode(), len(streams)), 10)
        delays += [(at - committed) * 1000 for at in marks.forget(name.encode()).values()]
        end_session(db, actor, opened.session.id, clock_for(db).now())
        await asyncio.sleep(0.5)
    db.close()
    return Reached(delays, count * len(streams))


def _everywhere(marks: Marks, mark: bytes, count: int) -> bool:
    return len(marks.arrived[mark]) == count


def _open(db: Database, actor: Actor, name: str) -> Admitted:
    opened = admit_session(db, actor, OpenRequest(SessionKind.UNATTENDED, name), clock_for(db).now())
    assert isinstance(opened, Admitted)
    return opened


def device_actor(account: Seeded, number: int) -> Actor:
    """A user of the account at their device."""
    user = account.first + number - 1
    name = f"user{user}"
    return Actor(
        account.account_id, account.seed.domain, "", user, name, name, "", is_owner=False, is_domain_admin=False,
        rights=frozenset(Right), device_id=user, device_name="WS",
    )  # fmt: skip


def _rows(pages: int, quiet: Reached, busy: Reached, alone: Answers, admitted: Answers) -> list[Row]:
    rows = []
    for what, reached in (("nothing else goes on", quiet), ("others are admitted", busy)):
        assert len(reached.delays) == reached.expected, f"{len(reached.delays)} of {reached.expected} arrived"
        p50, p99 = percentile(reached.delays, 0.5), reached.p99_ms
        rows.append(
            Row(
                f"a change reaches {pages:,} pages, {what}", f"{p99:.0f} ms (p99)", goal=f"p99 < {WITHIN_MS:.0f} ms",
                met=p99 < WITHIN_MS, p50_ms=p50, p99_ms=p99,
            )
        )  # fmt: skip
    ratio = admitted.per_second / alone.per_second
    return [
        *rows,
        Row(
            "admissions meanwhile", f"{admitted.per_second:,.0f}/s", f"without pages {alone.per_second:,.0f}/s", ratio,
            f"≥ {AT_LEAST} ×", ratio >= AT_LEAST, admitted.p50_ms, admitted.p99_ms,
        ),
    ]  # fmt: skip
