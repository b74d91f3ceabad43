from concurrent.futures import ThreadPoolExecutor

from tests.services.acting import stored_session
from tests.services.interleaving import Nodes
from tests.services.supporting import MARIA, codes, started
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.domain.states import EndReason, SessionState
from webapp.services.end_session import end_session
from webapp.services.join_session import Joined, join_session
from webapp.services.list_licenses import list_licenses

HOMES = [f"198.51.100.{number}" for number in range(12)]


def test_of_many_who_join_at_the_same_time_on_two_nodes_one_gets_in(
    nodes: Nodes, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = started(database, cast.ben.desk, clock.now())

    def join(number: int) -> object:
        node = nodes.first if number % 2 else nodes.second
        return join_session(node, session.code or "", HOMES[number], HOMES[number], clock.now())

    with ThreadPoolExecutor(len(HOMES)) as pool:
        outcomes = list(pool.map(join, range(len(HOMES))))

    (winner,) = [number for number, outcome in enumerate(outcomes) if isinstance(outcome, Joined)]
    assert stored_session(database, session.id).remote == HOMES[winner]
    assert codes(database) == []


def test_joining_while_the_session_is_closed_ends_in_one_of_both_and_leaves_no_code(
    nodes: Nodes, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    for home in HOMES[:5]:
        session = started(database, cast.ben.desk, clock.now())
        with ThreadPoolExecutor(2) as pool:
            joining = pool.submit(join_session, nodes.first, session.code or "", MARIA, home, clock.now())
            closing = pool.submit(end_session, nodes.second, cast.ben.desk.actor, session.id, clock.now())
            outcome, _ = joining.result(), closing.result()

        row = stored_session(database, session.id)
        assert (row.state, row.end_reason) == (SessionState.ENDED, EndReason.CLOSED_BY_CLIENT)
        assert isinstance(outcome, Joined) == (row.joined_at is not None)
        assert codes(database) == []
    assert list_licenses(database, cast.ben.actor, clock.now()).in_use == 0
