"""16 clients ask for sessions, each time another user on another device that is not connected yet: so every answer takes a
license, writes a session and its history, and is on disk before it is given. Default number of processes."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select

from tests.bench.ground import Ground, Running
from tests.bench.load import CLIENTS, Answers, Measured, Requests, in_turns, ratio_of
from tests.bench.rows import Row
from tests.bench.seeding import Seed, empty
from webapp.db import Database
from webapp.models import IS_HOLDING, ClientSession, License

TITLE = "Admission over HTTP, SQLite"
PATH = "/api/v1/sessions"
BODY = '{"kind":"unattended","remote":"SRV-DB-02"}'
LIMIT = 50
AT_LEAST_BARE, AT_LEAST_REDIS, AT_MOST_P99 = 0.45, 0.95, 2.0


def run(ground: Ground) -> list[Row]:
    """Against bare Flask and the semaphore in Redis, and a race for the last licenses."""
    pairs = ground.many(15_000, 500)
    seeds = [Seed("acme", pairs, pairs), Seed("race", LIMIT, ground.many(2_000, 200))]
    with ground.seatkeeper(seeds) as ours, ground.bare() as bare, ground.redis() as redis:
        found = in_turns(
            {
                "ours": lambda number: admit(ground, ours, "acme", number),
                "bare": lambda _: yardstick(ground, bare),
                "redis": lambda _: yardstick(ground, redis),
            },
            ground.rounds,
        )
        return [*_rows(found), race(ground, ours)]


def admit(ground: Ground, server: Running, domain: str, number: int) -> Answers:
    """One round on an account that has nobody connected yet. Nobody may be refused, nor asked twice."""
    account = server.accounts[domain]
    with opened(server) as db:
        empty(db, account)
    asked = Requests("POST", PATH, account.prefix, 1, account.seed.pairs, BODY, salt=f"round-{number}-")
    answers = server.load(asked, ground.seconds)
    assert not answers.refused, f"{answers.refused} refused although licenses were free"
    with opened(server) as db:
        check_licenses(db, account.account_id)
    return answers


def yardstick(ground: Ground, server: Running) -> Answers:
    """One round on an endpoint of a yardstick."""
    return server.load(Requests("POST", "/sessions", body=BODY), ground.seconds)


def race(ground: Ground, server: Running) -> Row:
    """Many ask at once for a few licenses."""
    account = server.accounts["race"]
    asked = Requests("POST", PATH, account.prefix, 1, account.seed.pairs, BODY, salt="race-")
    answers = server.load(asked, 20)
    with opened(server) as db:
        held = check_licenses(db, account.account_id)
    return Row(
        operation=f"{account.seed.pairs:,} ask at once for {LIMIT} licenses",
        ours=f"{answers.good} let in",
        goal="none over the limit",
        met=answers.good == held == LIMIT,
        p50_ms=answers.p50_ms,
        p99_ms=answers.p99_ms,
    )


def check_licenses(db: Database, account_id: int) -> int:
    """How many licenses are held; each by one pair with a session, and no pair without one."""
    with db.read() as tx:
        held = tx.execute(
            select(func.count()).where(License.account_id == account_id, License.user_id.is_not(None))
        ).scalar_one()
        pairs = (
            select(ClientSession.user_id, ClientSession.device_id)
            .where(ClientSession.account_id == account_id, IS_HOLDING)
            .distinct()
        )
        connected = tx.execute(select(func.count()).select_from(pairs.subquery())).scalar_one()
    assert held == connected, f"{held} licenses held for {connected} concurrent users"
    return held


@contextmanager
def opened(server: Running) -> Iterator[Database]:
    """The server's database, as one more process has it."""
    db = Database.open(server.database_url)
    try:
        yield db
    finally:
        db.close()


def _rows(found: dict[str, Measured]) -> list[Row]:
    ours, bare, redis = found["ours"], found["bare"], found["redis"]
    cost = (ours.p50_ms, ours.p99_ms, ours.cpu, ours.memory)
    by_bare, by_redis = ratio_of(ours, bare), ratio_of(ours, redis)
    return [
        Row(
            f"admission, {CLIENTS} clients", ours.rate, f"bare {bare.rate}", by_bare,
            f"≥ {AT_LEAST_BARE} × bare", by_bare >= AT_LEAST_BARE, *cost,
        ),
        Row(
            f"admission, {CLIENTS} clients", ours.rate, f"Redis {redis.rate}", by_redis,
            f"≥ {AT_LEAST_REDIS} × Redis", by_redis >= AT_LEAST_REDIS, *cost,
        ),
        Row(
            "its p99", f"{ours.p99_ms:.1f} ms", f"Redis {redis.p99_ms:.1f} ms", ours.p99_ms / redis.p99_ms,
            f"≤ {AT_MOST_P99:.0f} × Redis", ours.p99_ms <= AT_MOST_P99 * redis.p99_ms,
        ),
    ]  # fmt: skip
