"""16 clients renew the leases of their device's sessions (`PUT /lease`), one session a device, then twenty; there are 500
devices. Every answer tells how each session of the device stands."""

from tests.bench.ground import Ground, Running
from tests.bench.load import CLIENTS, Measured, Requests, in_turns, ratio_of
from tests.bench.rows import Row
from tests.bench.seeding import Seed

TITLE = "Lease renewal over HTTP, SQLite"
PATH = "/api/v1/lease"
AT_LEAST = 0.8
MANY = 20


def run(ground: Ground) -> list[Row]:
    """Against bare Flask."""
    devices = ground.many(500, 20)
    seeds = [
        Seed("one", devices, devices, live=devices),
        Seed("many", devices, devices, live=devices, sessions=MANY),
    ]
    with ground.seatkeeper(seeds) as ours, ground.bare() as bare:

        def renew(server: Running, path: str, domain: str) -> Requests:
            return Requests("PUT", path, f"{domain}-", 1, devices, repeat=True)

        found = in_turns(
            {
                "one": lambda _: ours.load(renew(ours, PATH, "one"), ground.seconds),
                "bare": lambda _: bare.load(renew(bare, "/lease", "bare"), ground.seconds),
                "many": lambda _: ours.load(renew(ours, PATH, "many"), ground.seconds),
            },
            ground.rounds,
        )
    bare_found = found["bare"]
    return [
        _row("renewal, one session a device", found["one"], bare_found),
        _row(f"renewal, {MANY} sessions a device", found["many"], bare_found),
    ]


def _row(operation: str, ours: Measured, bare: Measured) -> Row:
    ratio = ratio_of(ours, bare)
    return Row(
        f"{operation}, {CLIENTS} clients", ours.rate, f"bare {bare.rate}", ratio, f"≥ {AT_LEAST} × bare",
        ratio >= AT_LEAST, ours.p50_ms, ours.p99_ms, ours.cpu, ours.memory,
    )  # fmt: skip
