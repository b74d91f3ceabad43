"""A year of sessions, brought in by `import-history`: the usage report, the answer to "how many licenses do we need?" and
the export, over HTTP in one process, beside an account with a hundredth of them. The replay alone, for 1 to 50 licenses at
once, beside a plain simulation (a heap of who leaves next) of a single number of them."""

import heapq
import random
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from threading import Event, Thread
from typing import Any, TypeVar

import httpx

from tests.bench.browsers import sign_in
from tests.bench.ground import Ground, Running
from tests.bench.rows import Row
from tests.bench.seeding import Seed, seed
from webapp.db import Database
from webapp.domain.replay import Demand, refusals_by_day
from webapp.services.import_history import import_history

T = TypeVar("T")
TITLE = "Reports over a million sessions"
YEAR = timedelta(days=365)
LICENSES, PAIRS = 60, 200
READ = 1 << 16


@dataclass(frozen=True, slots=True)
class Got:
    """One answer: how long it took to its last byte, how long it was, the most memory meanwhile (MiB), and how long others
    waited meanwhile for a small page of the same process (ms)."""

    seconds: float
    size: int
    memory: float
    others: tuple[float, ...]


def run(ground: Ground) -> list[Row]:
    """Everything, with the two accounts taking turns."""
    many = ground.many(1_000_000, 2_000)
    sizes = {"many": many, "few": many // 100}
    url = f"sqlite:///{ground.new_folder('reports')}/seatkeeper.db"
    accounts = seed(url, [Seed(domain, LICENSES, PAIRS) for domain in sizes])
    for domain, count in sizes.items():
        _bring_along(url, domain, count)
    cookies = {domain: sign_in(url, account, 1, 1)[0] for domain, account in accounts.items()}
    with ground.node(url, workers=1) as server:

        def both(path: str, rounds: int) -> dict[str, list[Got]]:
            return {
                domain: [_get(server, path, cookie) for _ in range(rounds)]
                for domain, cookie in cookies.items()
            }

        pages = [
            _page("usage report, 365 days", both("/reports/usage?period=365d", ground.rounds), sizes),
            _page("how many licenses, 365 days", both("/reports/licenses?period=365d", 1), sizes),
        ]
        export = both("/reports/sessions.csv?period=365d", 1)
    return [*pages, *_exports(export, sizes), _replay(many)]


def _bring_along(url: str, domain: str, count: int) -> None:
    db = Database.open(url)
    now = datetime.now(UTC)
    done = import_history(db, domain, _file(count, now - YEAR + timedelta(hours=1)), now)
    db.close()
    assert (done.sessions, done.bad) == (count, []), done.bad[:3]


def _file(count: int, began: datetime) -> Iterator[str]:
    """So many sessions, evenly over nearly a year, of half a minute to hours."""
    chance = random.Random(count)
    gap = (YEAR - timedelta(days=1)) / count
    yield "user,device,started,ended\n"
    for number in range(count):
        user, started = chance.randrange(1, PAIRS), began + gap * number
        ended = started + timedelta(seconds=round(30 + min(chance.expovariate(1 / 1200), 20_000)))
        yield f"user{user},WS-{user},{started.isoformat()},{ended.isoformat()}\n"


def _get(server: Running, path: str, headers: dict[str, str]) -> Got:
    host = server.url.removeprefix("http://")
    with _others(server) as waited:
        got = _read(server, host, path, headers)
    return replace(got, others=tuple(waited))


def _read(server: Running, host: str, path: str, headers: dict[str, str]) -> Got:
    before = time.perf_counter()
    connection = HTTPConnection(host, timeout=600)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    assert answer.status == 200, (path, answer.status)
    size, memory, looked = 0, server.used().memory, before
    while piece := answer.read(READ):
        size += len(piece)
        if time.perf_counter() - looked > 0.2:
            memory, looked = max(memory, server.used().memory), time.perf_counter()
    connection.close()
    return Got(time.perf_counter() - before, size, memory, ())


@contextmanager
def _others(server: Running) -> Iterator[list[float]]:
    """Somebody else asks for a small page of the same process, again and again."""
    over, waited = Event(), list[float]()

    def ask() -> None:
        with httpx.Client(trust_env=False, timeout=60) as client:
            while not over.wait(0.05):
                before = time.perf_counter()
                client.get(f"{server.url}/sign-in").raise_for_status()
                waited.append((time.perf_counter() - before) * 1000)

    asking = Thread(target=ask)
    asking.start()
    try:
        yield waited
    finally:
        over.set()
        asking.join()


def _page(name: str, got: dict[str, list[Got]], sizes: dict[str, int]) -> Row:
    seconds = {domain: statistics.median(each.seconds for each in answers) for domain, answers in got.items()}
    return Row(
        name,
        ours=f"{seconds['many']:.2f} s for {sizes['many']:,}",
        yardstick=f"{seconds['few']:.2f} s for {sizes['few']:,}",
        ratio=seconds["many"] / seconds["few"],
        memory=max(each.memory for each in got["many"]),
        **_waits([wait for each in got["many"] for wait in each.others]),
    )


def _waits(others: list[float]) -> dict[str, Any]:
    """How others were served meanwhile."""
    if len(others) < 2:
        return {}
    cuts = statistics.quantiles(others, n=100)
    return {
        "p50_ms": cuts[49],
        "p99_ms": cuts[98],
        "remark": "p50 and p99: a small page of the same process meanwhile",
    }


def _exports(got: dict[str, list[Got]], sizes: dict[str, int]) -> list[Row]:
    many, few = got["many"][0], got["few"][0]
    rate = {"many": sizes["many"] / many.seconds, "few": sizes["few"] / few.seconds}
    return [
        Row(
            f"CSV of {sizes['many']:,} sessions ({many.size / 1e6:,.0f} MB): rows a second",
            ours=f"{rate['many']:,.0f}/s",
            yardstick=f"{rate['few']:,.0f}/s for {sizes['few']:,}",
            ratio=rate["many"] / rate["few"],
            **_waits(list(many.others)),
        ),
        Row(
            "memory of the server meanwhile",
            ours=f"{many.memory:,.0f} MiB",
            yardstick=f"{few.memory:,.0f} MiB for {sizes['few']:,}",
            ratio=many.memory / few.memory,
            goal="constant: at most 1.1 ×",
            met=many.memory <= 1.1 * few.memory,
            memory=many.memory,
        ),
    ]


def _replay(many: int) -> Row:
    chance = random.Random(5)
    starts = sorted(chance.uniform(0, YEAR.total_seconds()) for _ in range(many))
    lasts = [30 + chance.expovariate(1 / 1200) for _ in starts]
    demand = Demand(starts, lasts, [0] * many, [int(start // 86_400) for start in starts])
    numbers = range(1, 51)
    ours, by_number = _timed(lambda: refusals_by_day(demand, numbers))
    plain, refused = _timed(lambda: _plain(starts, lasts, 30))
    assert sum(day[29] for day in by_number) == refused
    return Row(
        f"replay of {many:,} wishes for 1 to 50 licenses",
        ours=f"{ours:.2f} s for 50 numbers",
        yardstick=f"{plain:.2f} s for one number",
        ratio=ours / plain,
        goal="seconds",
        remark="50 would be 50 times the plain simulation",
    )


def _plain(starts: list[float], lasts: list[float], licenses: int) -> int:
    leaving: list[float] = []
    refused = 0
    for start, length in zip(starts, lasts, strict=True):
        while leaving and leaving[0] <= start:
            heapq.heappop(leaving)
        if len(leaving) < licenses:
            heapq.heappush(leaving, start + length)
        else:
            refused += 1
    return refused


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    before = time.perf_counter()
    result = work()
    return time.perf_counter() - before, result
