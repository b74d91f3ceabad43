"""The heartbeat of the server, and what it tells of the times when no server was there."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select

from tests.services.acting import opened
from tests.services.interleaving import Nodes
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.models import Account, Outage, OutageSession
from webapp.services.end_session import end_session
from webapp.services.keep_heartbeat import keep_heartbeat, last_heartbeat
from webapp.services.renew_leases import renew_device_leases


def outages(db: Database) -> list[Row[Any]]:
    with db.read() as tx:
        return list(tx.execute(select(Outage).order_by(Outage.back_at)))


def were_open(db: Database) -> set[Any]:
    with db.read() as tx:
        return set(tx.execute(select(OutageSession.session_id)).scalars())


def revision(db: Database, account_id: int) -> int:
    with db.read() as tx:
        return tx.execute(select(Account.revision).where(Account.account_id == account_id)).scalar_one()


def beat_for(db: Database, clock: FrozenClock, seconds: int) -> datetime:
    """The server is there for so long."""
    for _ in range(seconds):
        keep_heartbeat(db, clock.advance(1))
    return clock.now()


def test_the_first_heartbeat_is_no_outage(database: Database, now: datetime) -> None:
    keep_heartbeat(database, now)

    assert (last_heartbeat(database), outages(database)) == (now, [])


def test_a_heartbeat_is_written_every_three_seconds(database: Database, clock: FrozenClock) -> None:
    keep_heartbeat(database, first := clock.now())
    keep_heartbeat(database, clock.advance(2.9))
    assert last_heartbeat(database) == first

    keep_heartbeat(database, third := clock.advance(0.1))

    assert last_heartbeat(database) == third


def test_a_silence_of_ten_seconds_is_none(database: Database, clock: FrozenClock) -> None:
    keep_heartbeat(database, clock.now())
    keep_heartbeat(database, clock.advance(10))

    assert outages(database) == []


def test_a_longer_silence_is_an_outage_with_the_sessions_that_held_a_place(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    kept = opened(database, cast.ben.desk, clock.now()).id
    closed = opened(database, cast.cleo.desk, clock.now()).id
    end_session(database, cast.cleo.desk.actor, closed, clock.now())
    keep_heartbeat(database, began := clock.advance(1))
    opened(database, cast.ana.desk, clock.advance(1))

    keep_heartbeat(database, back := clock.advance(120))

    (outage,) = outages(database)
    assert (outage.began_at, outage.back_at) == (began, back)
    assert were_open(database) == {kept}, "lapsed by now, but not written off yet"


def test_a_server_that_starts_slowly_was_away_once(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now()).id
    keep_heartbeat(database, began := clock.now())
    keep_heartbeat(database, clock.advance(60))

    keep_heartbeat(database, back := clock.advance(20))

    (outage,) = outages(database)
    assert (outage.began_at, outage.back_at) == (began, back)
    assert were_open(database) == {session}


def test_of_two_nodes_that_are_back_at_once_one_tells_of_the_outage(nodes: Nodes, clock: FrozenClock) -> None:
    keep_heartbeat(nodes.first, clock.now())
    back = clock.advance(60)

    keep_heartbeat(nodes.first, back)
    keep_heartbeat(nodes.second, back)

    assert len(outages(nodes.first)) == 1


def test_a_clock_that_was_set_back_stops_no_heartbeat(database: Database, clock: FrozenClock) -> None:
    keep_heartbeat(database, clock.now())
    keep_heartbeat(database, earlier := clock.advance(-3600))

    assert (last_heartbeat(database), outages(database)) == (earlier, [])


def test_open_pages_are_told_until_every_lease_is_decided(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    opened(database, cast.ben.desk, clock.now())
    opened(database, cast.cleo.desk, clock.now())
    account, neighbour = cast.ben.actor.account_id, cast.gus.actor.account_id
    beat_for(database, clock, 3)
    before, theirs = revision(database, account), revision(database, neighbour)

    keep_heartbeat(database, clock.advance(20))
    renew_device_leases(database, cast.ben.desk.actor, clock.advance(1))
    keep_heartbeat(database, clock.advance(3))

    assert (revision(database, account), outages(database)[0].settled_at) == (before + 2, None)
    keep_heartbeat(database, clock.advance(9))
    renew_device_leases(database, cast.cleo.desk.actor, clock.advance(1))
    keep_heartbeat(database, settled := clock.advance(3))
    keep_heartbeat(database, clock.advance(3))
    assert (revision(database, account), outages(database)[0].settled_at) == (before + 4, settled)
    assert revision(database, neighbour) == theirs


def test_an_outage_is_forgotten_after_a_month(database: Database, cast: Cast, clock: FrozenClock) -> None:
    opened(database, cast.ben.desk, clock.now())
    keep_heartbeat(database, clock.now())
    keep_heartbeat(database, clock.advance(60))
    keep_heartbeat(database, clock.advance(3))
    keep_heartbeat(database, later := clock.advance(timedelta(days=31).total_seconds()))

    assert [outage.back_at for outage in outages(database)] == [later]
