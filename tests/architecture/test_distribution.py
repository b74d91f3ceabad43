"""What distributing by account needs (decision 0023): each transaction of the hot path stays within one account."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from sqlalchemy import text

from tests.support.cast import Cast, Person, Seat
from tests.support.clock import FrozenClock
from tests.support.databases import on_postgresql
from webapp.db import Database
from webapp.domain.states import SessionKind
from webapp.models import Base
from webapp.services.admit_session import Admitted, OpenRequest, admit_session
from webapp.services.end_session import end_session
from webapp.services.renew_leases import renew_device_leases
from webapp.services.take_back_termination import take_back_termination
from webapp.services.terminate_sessions import terminate_sessions

pytestmark = on_postgresql
ROUNDS = 5
TABLES = re.compile(rf"\b({'|'.join(Base.metadata.tables)})\b")


@pytest.fixture
def statements(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Everything that is sent to PostgreSQL, by whichever layer."""
    seen: list[str] = []
    for method in ("execute", "executemany"):
        monkeypatch.setattr(psycopg.Cursor, method, _watched(getattr(psycopg.Cursor, method), seen))
    yield seen
    assert any("INSERT INTO client_sessions" in statement for statement in seen), "nothing was watched"


def _watched(really: Callable[..., Any], seen: list[str]) -> Callable[..., Any]:
    def execute(cursor: Any, query: Any, *rest: Any, **more: Any) -> Any:
        seen.append(str(query))
        return really(cursor, query, *rest, **more)

    return execute


def live(db: Database, who: tuple[Person, Seat], clock: FrozenClock) -> None:
    """Everything that a client does often: open, be refused, renew, be ended and kept, close."""
    person, seat = who
    wish = OpenRequest(SessionKind.UNATTENDED, "SRV-DB-02")
    opened = admit_session(db, seat.actor, wish, clock.now())
    renew_device_leases(db, seat.actor, clock.now())
    if isinstance(opened, Admitted):
        terminate_sessions(db, person.actor, [opened.session.id], None, clock.now())
        take_back_termination(db, person.actor, opened.session.id, clock.now())
        end_session(db, seat.actor, opened.session.id, clock.now())


def seats(cast: Cast) -> list[tuple[Person, Seat]]:
    """Everybody of both accounts at each of their devices."""
    people = (cast.ana, cast.gus, cast.ben, cast.cleo)
    return [(person, seat) for person in people for seat in (person.desk, person.laptop)]


def test_every_statement_of_the_hot_path_names_its_account(
    statements: list[str], database: Database, cast: Cast, clock: FrozenClock
) -> None:
    for who in seats(cast):
        live(database, who, clock)

    nameless = {s for s in statements if TABLES.search(s) and "account_id" not in s}
    assert nameless == set()


def test_no_transaction_of_the_hot_path_writes_rows_of_two_accounts(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    with database.read() as tx:
        before = tx.execute(text("SELECT txid_snapshot_xmax(txid_current_snapshot())")).scalar_one()

    with ThreadPoolExecutor(8) as pool:  # at once, so that whatever is put together is put together
        for _ in range(ROUNDS):
            list(pool.map(lambda who: live(database, who, clock), seats(cast)))

    written = _accounts_by_transaction(database, before)
    assert {account for accounts in written.values() for account in accounts} == {
        cast.ana.actor.account_id,
        cast.gus.actor.account_id,
    }
    assert [accounts for accounts in written.values() if len(accounts) > 1] == []


def _accounts_by_transaction(db: Database, since: int) -> dict[int, set[int]]:
    """Which accounts' rows, as they now are, each transaction has written: PostgreSQL keeps its number on the row."""
    written: dict[int, set[int]] = defaultdict(set)
    with db.read() as tx:
        for table in Base.metadata.tables.values():
            if "account_id" in table.columns:
                found = text(f"SELECT xmin::text::bigint, account_id FROM {table.name} GROUP BY 1, 2")  # noqa: S608
                for transaction, account in tx.execute(found):
                    if transaction >= since:
                        written[transaction].add(account)
    return written
