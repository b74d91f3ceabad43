"""16 clients close sessions of their own (`DELETE /sessions/{id}`): each frees a license and closes its history."""

from sqlalchemy import select

from tests.bench.admission import opened
from tests.bench.ground import Ground, Running
from tests.bench.load import CLIENTS, Answers, Requests, in_turns, ratio_of
from tests.bench.rows import Row
from tests.bench.seeding import Seed, empty, reopen
from webapp.models import ClientSession

TITLE = "Ending one's own session over HTTP, SQLite"
AT_LEAST = 0.45


def run(ground: Ground) -> list[Row]:
    """Against bare Flask, by the goal of admission: there is none of its own."""
    pairs = ground.many(9_000, 300)
    with ground.seatkeeper([Seed("acme", pairs, pairs)]) as ours, ground.bare() as bare:
        found = in_turns(
            {
                "ours": lambda _: _end(ground, ours),
                "bare": lambda _: bare.load(Requests("PUT", "/lease"), ground.seconds),
            },
            ground.rounds,
        )
    mine, theirs = found["ours"], found["bare"]
    return [
        Row(
            f"ending, {CLIENTS} clients", mine.rate, f"bare {theirs.rate}", ratio_of(mine, theirs),
            p50_ms=mine.p50_ms, p99_ms=mine.p99_ms, cpu=mine.cpu, memory=mine.memory,
        )
    ]  # fmt: skip


def _end(ground: Ground, server: Running) -> Answers:
    account = server.accounts["acme"]
    with opened(server) as db:
        empty(db, account)
        reopen(db, account, account.seed.pairs)
        with db.read() as tx:
            sessions = select(ClientSession.session_id).where(ClientSession.account_id == account.account_id)
            ids = tx.execute(sessions.order_by(ClientSession.user_id)).scalars().all()
    file = server.log.with_name("paths")
    file.write_text("".join(f"/api/v1/sessions/{each}\n" for each in ids))
    asked = Requests("DELETE", f"@{file}", account.prefix, 1, len(ids))
    return server.load(asked, ground.seconds)
