"""Two accounts in one database: one has 100,000 live sessions, the other 100. 16 clients ask for sessions in either."""

from tests.bench.admission import BODY, PATH, opened
from tests.bench.ground import Ground, Running
from tests.bench.load import Answers, Requests, in_turns, ratio_of
from tests.bench.rows import Row
from tests.bench.seeding import Seed, end_beyond

TITLE = "Growth: admission with many live sessions in the account"
AT_MOST = 1.2


def run(ground: Ground) -> list[Row]:
    """The time of an admission, with many against with few."""
    many, few = ground.many(100_000, 2_000), 100
    more = ground.many(9_000, 400)
    seeds = [
        Seed("many", many + more, many + more, live=many),
        Seed("few", few + more, few + more, live=few),
    ]
    with ground.seatkeeper(seeds) as server:
        found = in_turns(
            {
                "many": lambda number: _admit(ground, server, "many", number),
                "few": lambda number: _admit(ground, server, "few", number),
            },
            ground.rounds,
        )
    ratio = ratio_of(found["few"], found["many"])
    costs = found["many"]
    return [
        Row(
            f"time of an admission with {many:,} live sessions", costs.rate, f"with {few}: {found['few'].rate}",
            ratio, f"≤ {AT_MOST} × the time", ratio <= AT_MOST, costs.p50_ms, costs.p99_ms, costs.cpu, costs.memory,
        )
    ]  # fmt: skip


def _admit(ground: Ground, server: Running, domain: str, number: int) -> Answers:
    account = server.accounts[domain]
    with opened(server) as db:
        end_beyond(db, account)
    first, last = account.seed.live + 1, account.seed.pairs
    asked = Requests("POST", PATH, account.prefix, first, last, BODY, salt=f"round-{number}-")
    answers = server.load(asked, ground.seconds)
    assert not answers.refused, f"{answers.refused} refused although licenses were free"
    return answers
