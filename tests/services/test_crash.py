import multiprocessing
import signal
from multiprocessing.connection import Connection
from uuid import UUID

from sqlalchemy import select

from tests.services.acting import in_use, opened, stored_session, termination
from tests.support.cast import Cast, Seat
from tests.support.clock import START, FrozenClock
from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.states import EndReason, SessionState
from webapp.models import ClientSession
from webapp.services.finalise_overdue_sessions import finalise_overdue_sessions
from webapp.services.terminate_sessions import terminate_sessions

ENOUGH = 20


def open_and_end(url: str, seat: Seat, ender: Actor, acknowledged: Connection) -> None:
    """Open sessions and end them, on and on, and tell of each step once it is acknowledged."""
    db = Database.open(url)
    while True:
        session = opened(db, seat, START)
        acknowledged.send(("opened", session.id))
        terminate_sessions(db, ender, [session.id], "Maintenance", START)
        acknowledged.send(("ending", session.id))


def test_a_server_killed_at_any_moment_has_forgotten_nothing_that_it_acknowledged(
    database_url: str, cast: Cast, clock: FrozenClock
) -> None:
    told = told_before_it_was_killed(database_url, cast)

    database = Database.open(database_url)

    ending = [session_id for what, session_id in told if what == "ending"]
    assert [stored_session(database, session_id).state for session_id in ending] == [
        SessionState.ENDING
    ] * len(ending)
    assert {session_id for _, session_id in told} <= stored_ids(database)
    assert in_use(database, cast.ana.actor, clock.now()) == (1,)
    finalise_overdue_sessions(database, clock.advance(90))
    assert {stored_session(database, session_id).end_reason for session_id in ending} == {
        EndReason.TERMINATED
    }
    assert {termination(database, session_id).reason for session_id in ending} == {"Maintenance"}
    assert in_use(database, cast.ana.actor, clock.now()) == ()
    database.close()


def told_before_it_was_killed(url: str, cast: Cast) -> list[tuple[str, UUID]]:
    context = multiprocessing.get_context("spawn")
    listen, tell = context.Pipe(duplex=False)
    server = context.Process(target=open_and_end, args=(url, cast.ben.desk, cast.ana.actor, tell))
    server.start()
    tell.close()
    told = [listen.recv() for _ in range(ENOUGH)]
    server.kill()
    server.join()
    assert server.exitcode == -signal.SIGKILL
    try:
        while True:
            told.append(listen.recv())
    except EOFError:
        return told


def stored_ids(database: Database) -> set[UUID]:
    with database.read() as tx:
        return set(tx.execute(select(ClientSession.session_id)).scalars())
