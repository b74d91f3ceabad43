"""Devices hold their event streams open and nothing happens: what that costs the server, measured over a minute (CPU of all
its processes) and against the same server without streams (memory, each page counted once)."""

import asyncio

from tests.bench.ground import Ground, Running
from tests.bench.rows import Row
from tests.bench.seeding import Seed
from tests.bench.sse import Marks, close, open_streams, raise_open_files

TITLE = "Idle event streams"
CORES, KIBIBYTES = 0.05, 64.0


def run(ground: Ground) -> list[Row]:
    """Open them, wait for a minute, and look what it took."""
    raise_open_files()
    count = ground.many(10_000, 100)
    with ground.seatkeeper([Seed("acme", count, count)]) as server:
        return asyncio.run(_measure(ground, server, count))


async def _measure(ground: Ground, server: Running, count: int) -> list[Row]:
    prefix, marks = server.accounts["acme"].prefix, Marks()
    seconds = ground.many(60, 2)
    await asyncio.sleep(seconds / 6)
    empty = server.used()
    await asyncio.sleep(seconds / 6)
    alone = (server.used().cpu - empty.cpu) / (seconds / 6)
    heads = (("/api/v1/events", {"Authorization": f"Bearer {prefix}{n + 1}"}) for n in range(count))
    streams = await open_streams(server.url, heads, marks)
    await asyncio.sleep(seconds / 6)
    before = server.used()
    await asyncio.sleep(seconds)
    after = server.used()
    assert not marks.lost, f"{marks.lost} streams were lost"
    close(streams)
    cores = (after.cpu - before.cpu) / seconds
    each = (after.memory - empty.memory) * 1024 / count
    return [
        Row(
            f"{count:,} idle streams: CPU over {seconds} s", f"{cores * 100:.1f} % of a core",
            f"without streams {alone * 100:.1f} %",
            goal=f"< {CORES * 100:.0f} % of a core", met=cores < CORES, cpu=cores, memory=after.memory,
        ),
        Row(
            f"{count:,} idle streams: memory", f"{each:.1f} KiB a stream",
            goal=f"< {KIBIBYTES:.0f} KiB", met=each < KIBIBYTES, memory=after.memory,
        ),
    ]  # fmt: skip
