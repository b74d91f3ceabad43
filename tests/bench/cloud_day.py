"""The load that RLM Cloud publishes: 46,000 licenses held over 350 accounts, 190 opens and 190 closes a second, and each device
that has a session renews its lease each 30 s. Requests are due at moments that are set beforehand; a latency counts from then."""

import asyncio
import json
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.bench.calls import Call, Callers
from tests.bench.ground import Ground, Running
from tests.bench.rows import Row
from tests.bench.seeding import Seed
from tests.bench.sse import percentile, raise_open_files, until

TITLE = "A day of RLM Cloud's load"
ACCOUNTS, HELD, OPENS, RENEWED_EACH = 350, 46_000, 190, 30.0
CONNECTIONS, SPARE, GROWS_AT_MOST, WITHIN_MS = 64, 35, 1.05, 50.0
Told = Callable[[bytes], None]
BODY = '{"kind":"unattended","remote":"SRV-DB-02"}'
GOOD = {"open": 201, "close": 204, "renew": 200}


@dataclass
class Seen:
    """What came of it."""

    latencies: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    opened: deque[tuple[str, str]] = field(default_factory=deque)
    idle: deque[str] = field(default_factory=deque)


def run(ground: Ground) -> list[Row]:
    """For ten minutes."""
    raise_open_files()
    accounts, opens = ground.many(ACCOUNTS, 4), ground.many(OPENS, 5)
    live = ground.many(HELD, 80) // accounts
    seeds = [Seed(f"a{n}", live + SPARE, live + SPARE, live) for n in range(accounts)]
    with ground.seatkeeper(seeds) as server:
        return asyncio.run(_day(server, seeds, opens, ground.many(600, 4)))


async def _day(server: Running, seeds: list[Seed], opens: int, seconds: int) -> list[Row]:
    callers, seen = Callers(server.url), Seen()
    await callers.connect(CONNECTIONS)
    live = [f"{seed.domain}-{n + 1}" for seed in seeds for n in range(seed.live)]
    seen.idle.extend(f"{s.domain}-{s.live + n + 1}" for n in range(SPARE) for s in seeds)
    warm, usage = seconds / 10, []
    start = time.perf_counter()
    tasks = [
        _each(opens, start, seconds, lambda due: _open(callers, seen, due)),
        _each(opens, start + warm, seconds - warm, lambda due: _close(callers, seen, due)),
        _renewals(callers, seen, live, start, seconds),
    ]
    running = asyncio.gather(*tasks)
    for _ in range(10):
        await asyncio.sleep(seconds / 10)
        usage.append(server.used())
    await running
    await until(lambda: not callers.waiting, 30)
    callers.close()
    growth = usage[-1].memory / usage[1].memory
    cores = (usage[-1].cpu - usage[0].cpu) / (seconds * 0.9)
    return _rows(seen, opens, len(live), seconds, growth, cores, usage[-1].memory)


async def _renewals(callers: Callers, seen: Seen, live: list[str], start: float, seconds: float) -> None:
    tokens = iter(live * (int(seconds / RENEWED_EACH) + 2))
    await _each(
        len(live) / RENEWED_EACH,
        start,
        seconds,
        lambda due: callers.ask(_call(callers, seen, "renew", "PUT", "/lease", next(tokens), due)),
    )


async def _each(rate: float, start: float, seconds: float, act: Callable[[float], None]) -> None:
    """Do something so many times a second, each at its moment."""
    for number in range(int(rate * seconds)):
        due = start + number / rate
        wait = due - time.perf_counter()
        if wait > 0.002:
            await asyncio.sleep(wait)
        elif number % 20 == 0:
            await asyncio.sleep(0)
        act(due)


def _open(callers: Callers, seen: Seen, due: float) -> None:
    if not seen.idle:
        seen.wrong["nobody left to open"] += 1
        return
    token = seen.idle.popleft()

    def done(body: bytes) -> None:
        seen.opened.append((token, json.loads(body)["id"]))

    callers.ask(_call(callers, seen, "open", "POST", "/sessions", token, due, done))


def _close(callers: Callers, seen: Seen, due: float) -> None:
    if seen.opened:
        token, session = seen.opened.popleft()
        path = f"/sessions/{session}"
        callers.ask(
            _call(callers, seen, "close", "DELETE", path, token, due, lambda _: seen.idle.append(token))
        )


def _call(
    callers: Callers,
    seen: Seen,
    kind: str,
    method: str,
    path: str,
    token: str,
    due: float,
    then: Told | None = None,
) -> Call:
    def done(status: int, body: bytes, ms: float) -> None:
        if status != GOOD[kind]:
            seen.wrong[f"{kind}: {status}"] += 1
            return
        seen.latencies[kind].append(ms)
        if then is not None:
            then(body)

    body = BODY if kind == "open" else ""
    return Call(kind, callers.request(method, f"/api/v1{path}", token, body), due, done)


def _rows(
    seen: Seen, opens: int, live: int, seconds: int, growth: float, cores: float, memory: float
) -> list[Row]:
    rows = []
    for kind, rate in (("open", opens), ("close", opens), ("renew", live / RENEWED_EACH)):
        ms = seen.latencies[kind]
        p99 = percentile(ms, 0.99)
        is_goal = kind == "open"
        rows.append(
            Row(
                f"{kind}, {rate:,.0f} due a second", f"{len(ms) / seconds:,.0f}/s", p50_ms=percentile(ms, 0.5),
                p99_ms=p99, goal=f"p99 < {WITHIN_MS:.0f} ms" if is_goal else "", met=p99 < WITHIN_MS if is_goal else None,
                cpu=cores, memory=memory,
            )
        )  # fmt: skip
    wrong = ", ".join(f"{number} × {what}" for what, number in seen.wrong.items()) or "none"
    return [
        *rows,
        Row(f"errors in {seconds} s", wrong, goal="none", met=not seen.wrong),
        Row("memory at the end by that after a fifth", f"{growth:.2f} ×", goal=f"≤ {GROWS_AT_MOST} ×", met=growth <= GROWS_AT_MOST),
    ]  # fmt: skip
