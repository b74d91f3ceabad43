"""Ten licenses, all held; 16 clients on other devices ask for one and are refused. Each refusal is recorded before it is
answered, and its answer says who is to be asked and where to look. Each question is a new wish."""

from tests.bench.admission import BODY, PATH, yardstick
from tests.bench.ground import Ground
from tests.bench.load import CLIENTS, Requests, in_turns, ratio_of
from tests.bench.rows import Row
from tests.bench.seeding import Seed

TITLE = "Refusal over HTTP, SQLite"
LICENSES = 10
AT_LEAST = 0.7


def run(ground: Ground) -> list[Row]:
    """Against bare Flask."""
    pairs = ground.many(4_000, 200)
    seeds = [Seed("acme", LICENSES, pairs, live=LICENSES)]
    with ground.seatkeeper(seeds) as ours, ground.bare() as bare:
        prefix = ours.accounts["acme"].prefix

        def asked(number: int) -> Requests:
            first, salt = LICENSES + 1, f"round-{number}-"
            return Requests("POST", PATH, prefix, first, pairs, BODY, repeat=True, salt=salt)

        found = in_turns(
            {
                "ours": lambda number: ours.load(asked(number), ground.seconds),
                "bare": lambda _: yardstick(ground, bare),
            },
            ground.rounds,
        )
    mine, theirs = found["ours"], found["bare"]
    assert all(each.good == 0 for each in mine.rounds), "somebody was let in"
    ratio = ratio_of(mine, theirs)
    return [
        Row(
            f"refusal, {CLIENTS} clients", mine.rate, f"bare {theirs.rate}", ratio, f"≥ {AT_LEAST} × bare",
            ratio >= AT_LEAST, mine.p50_ms, mine.p99_ms, mine.cpu, mine.memory,
        )
    ]  # fmt: skip
