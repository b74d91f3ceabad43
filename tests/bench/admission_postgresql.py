"""The same on PostgreSQL (one server on loopback, `fsync` and `synchronous_commit` on): 16 clients spread over 100
accounts, and all in one, whose row is held for each admission in turn."""

from tests.bench.admission import BODY, PATH, check_licenses, opened, yardstick
from tests.bench.ground import Ground, Running
from tests.bench.load import CLIENTS, Answers, Measured, Requests, in_turns, ratio_of
from tests.bench.rows import Row
from tests.bench.seeding import Seed, empty

TITLE = "Admission over HTTP, PostgreSQL"
AT_LEAST = {"100 accounts": 0.35, "1 account": 0.25}


def run(ground: Ground) -> list[Row]:
    """Against bare Flask."""
    accounts = ground.many(100, 4)
    pairs = ground.many(100, 50)
    one = ground.many(9_000, 300)
    spread = [Seed(f"spread{n}", pairs, pairs) for n in range(1, accounts + 1)]
    with (
        ground.postgresql() as url,
        ground.seatkeeper([*spread, Seed("one", one, one)], url) as ours,
        ground.bare() as bare,
    ):
        tokens = server_tokens(ours, [each.domain for each in spread], pairs)
        found = in_turns(
            {
                "100 accounts": lambda number: _spread(ground, ours, tokens, number),
                "bare": lambda _: yardstick(ground, bare),
                "1 account": lambda number: _one(ground, ours, number),
            },
            ground.rounds,
        )
    return [_row(name, found[name], found["bare"], goal) for name, goal in AT_LEAST.items()]


def server_tokens(server: Running, domains: list[str], pairs: int) -> str:
    """A file of tokens that go from account to account."""
    file = server.log.with_name("tokens")
    file.write_text("".join(f"{domain}-{n}\n" for n in range(1, pairs + 1) for domain in domains))
    return f"@{file}"


def _spread(ground: Ground, server: Running, tokens: str, number: int) -> Answers:
    spread = [account for domain, account in server.accounts.items() if domain != "one"]
    with opened(server) as db:
        for account in spread:
            empty(db, account)
    last = sum(account.seed.pairs for account in spread)
    answers = server.load(Requests("POST", PATH, tokens, 1, last, BODY, salt=f"s{number}-"), ground.seconds)
    assert not answers.refused, f"{answers.refused} refused although licenses were free"
    with opened(server) as db:
        for account in spread:
            check_licenses(db, account.account_id)
    return answers


def _one(ground: Ground, server: Running, number: int) -> Answers:
    account = server.accounts["one"]
    with opened(server) as db:
        empty(db, account)
    asked = Requests("POST", PATH, account.prefix, 1, account.seed.pairs, BODY, salt=f"o{number}-")
    answers = server.load(asked, ground.seconds)
    assert not answers.refused, f"{answers.refused} refused although licenses were free"
    with opened(server) as db:
        check_licenses(db, account.account_id)
    return answers


def _row(name: str, ours: Measured, bare: Measured, goal: float) -> Row:
    ratio = ratio_of(ours, bare)
    return Row(
        f"admission, {name}, {CLIENTS} clients", ours.rate, f"bare {bare.rate}", ratio, f"≥ {goal} × bare",
        ratio >= goal, ours.p50_ms, ours.p99_ms, ours.cpu, ours.memory,
        "cores and MiB without PostgreSQL's own",
    )  # fmt: skip
