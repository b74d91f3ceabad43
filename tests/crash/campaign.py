"""A campaign: the server is killed again and again under load, and after each time everybody is asked what they know."""

import os
import random
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch
from uuid import UUID

from sqlalchemy import select, update

from tests.crash.clients import Client
from tests.journey.callers import Caller
from tests.services import paying
from tests.services.acting import seats
from tests.support.cast import Cast
from tests.support.minutes import give_minutes
from tests.support.servers import Server
from webapp.clock import clock_for
from webapp.db import Database
from webapp.domain.states import SessionState
from webapp.models import Account, ClientSession, License, LicenseHolding
from webapp.services.set_licenses import set_licenses

DEVICES, LICENSES, MINUTES = 8, 4, 100_000_000
A_SHORT_MINUTE = timedelta(seconds=0.5)
LONG = {"lease_seconds": 36_000, "notice_seconds": 36_000}
"""Nothing ends by itself: whatever is over, somebody was told so or had asked for it."""
INSIDE = str(Path(__file__).with_name("inside"))


@dataclass
class Tally:
    """What a campaign has seen. `came_through`: wishes carried out whose answers were lost by a kill right after a commit."""

    kills: int = 0
    answers: int = 0
    came_through: int = 0
    minutes: int = 0

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.answers:,} answers, {self.minutes:,} minutes used,"
            f" {self.came_through} sessions opened without anybody being told"
        )


def make_ready(db: Database) -> list[Client]:
    """acme has four licenses, minutes without end, and eight devices."""
    now = datetime.now(UTC)
    set_licenses(db, "acme", LICENSES, now)
    give_minutes(db, MINUTES, at=now)
    db.write(lambda tx: tx.execute(update(Account).where(Account.domain == "acme").values(LONG)))
    return [Client(seat, random.Random()) for seat in seats(db, DEVICES)]


def run(url: str, cast: Cast, folder: Path, kills: int, seed: int) -> Tally:
    """Kill the server so many times; raises AssertionError for whatever was not as told."""
    chance, tally = random.Random(seed), Tally()
    server = Server(folder, cast, DATABASE_URL=url, WORKERS="2")
    with closing(Database.open(url)) as db, patch.object(paying, "A_MINUTE", A_SHORT_MINUTE):
        clients = make_ready(db)
        for client in clients:
            client.random.seed(chance.getrandbits(32))
        try:
            for _ in range(kills):
                one_life(server, clients, chance)
                tally.kills += 1
                assert_nothing_lost(db, clients)
            close_everything(server, clients)
        finally:
            server.kill()
            print(server.log[-4000:] if tally.kills < kills else "", end="")
        assert_nothing_left(db)
        tally.minutes = len(paying.entries(db)) - 1
    tally.answers = sum(client.answers for client in clients)
    tally.came_through = sum(client.came_through for client in clients)
    return tally


def one_life(server: Server, clients: list[Client], chance: random.Random) -> None:
    """Start, work, and die: from outside at any moment, or from inside right before or right after a commit."""
    how = chance.choice(["outside", "before", "after"])
    with born(None if how == "outside" else f"{how}:{chance.randint(5, 120)}"):
        server.start()
    since = datetime.now(UTC)
    with ThreadPoolExecutor(len(clients)) as pool:
        working = [pool.submit(client.work, server.url, since) for client in clients]
        wait(working, chance.uniform(0.05, 1.5) if how == "outside" else 5, FIRST_COMPLETED)
        server.kill()
        for each in working:
            each.result(60)


@contextmanager
def born(at: str | None) -> Iterator[None]:
    """The server that is started meanwhile dies at this commit, and its minutes are short."""
    path = os.pathsep.join([INSIDE, *filter(None, [os.environ.get("PYTHONPATH")])])
    inside = {"PYTHONPATH": path, "CRASH_MINUTE": str(A_SHORT_MINUTE.total_seconds()), "CRASH_AT": at or ""}
    with patch.dict(os.environ, inside):
        yield


def assert_nothing_lost(db: Database, clients: list[Client]) -> None:
    """The server is dead: what is stored is what everybody was told, and it is sound."""
    with db.read() as tx:
        stored = {
            row.session_id: row
            for row in tx.execute(select(ClientSession).where(ClientSession.account_id == 1))
        }
        licenses = tx.execute(select(License).where(License.account_id == 1)).all()
        open_holdings = tx.execute(
            select(LicenseHolding).where(LicenseHolding.account_id == 1, LicenseHolding.released_at.is_(None))
        ).all()
    for client in clients:
        for session, belief in client.believes.items():
            row = stored[UUID(session)]
            assert row.state in belief.states, f"{session}: told {belief.states}, stored {row.state}"
            assert row.lease_expires_at >= belief.lease, f"{session}: a renewal was forgotten"
    held = {row.number: (row.user_id, row.device_id) for row in licenses if row.user_id}
    assert len(licenses) == LICENSES
    assert len(set(held.values())) == len(held), "one pair holds two licenses"
    assert {row.number: (row.user_id, row.device_id) for row in open_holdings} == held
    untold = {s for s, row in stored.items() if row.state is not SessionState.ENDED} - {
        UUID(session) for client in clients for session in client.believes
    }
    assert len(untold) <= sum(len(client.unanswered) for client in clients), "a session that nobody asked for"
    paying.assert_exact(db)
    assert_paid_up(list(stored.values()), db)


def ppu_minute() -> timedelta:
    """How long a minute is in this campaign."""
    minute: timedelta = vars(paying)["A_MINUTE"]
    return minute


def assert_paid_up(sessions: list[object], db: Database) -> None:
    """A session on pay per use has paid each minute since it is there, without a gap, and none ahead."""
    minute = ppu_minute()
    now = clock_for(db).now()
    for row in (row for row in sessions if getattr(row, "ppu_since", None)):
        began = [at for at in paying.used(db, row.session_id) if at > row.ppu_since - minute]  # type: ignore[attr-defined]
        assert began == [began[0] + n * minute for n in range(len(began))], "a minute was left out"
        assert row.ppu_paid_until == began[-1] + minute  # type: ignore[attr-defined]
        assert began[-1] <= now, "a minute was charged ahead of its time"


def close_everything(server: Server, clients: list[Client]) -> None:
    """Everybody goes home."""
    with born(None):
        server.start()
    for client in clients:
        caller = Caller(server.url, client.seat)
        client.look_at_everything(caller)
        client.ask_again(caller, datetime.now(UTC))
        for session, belief in client.believes.items():
            if belief.states != {"ended"}:
                caller.close(session)
        caller.hang_up()


def assert_nothing_left(db: Database) -> None:
    """No license is held, nobody is on pay per use, and no session is open."""
    with db.read() as tx:
        held = tx.execute(select(License.number).where(License.user_id.is_not(None))).all()
        live = tx.execute(
            select(ClientSession.session_id).where(ClientSession.state != SessionState.ENDED)
        ).all()
    assert (held, live) == ([], [])
    paying.assert_exact(db)
