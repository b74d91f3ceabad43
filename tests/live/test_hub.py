import time

import pytest

from tests.services.acting import opened, terminations
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from webapp.db import Database
from webapp.live.hub import KEEP_ALIVE_SECONDS, Hub
from webapp.services.terminate_sessions import terminate_sessions

pytestmark = on_sqlite


@pytest.fixture
def hub(database: Database, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch) -> Hub:
    """A hub that looks when the test says so."""
    monkeypatch.setattr(Hub, "_start", lambda _self: None)
    return Hub(database, clock)


def test_a_stream_to_which_nothing_happens_is_stirred_now_and_then(hub: Hub, cast: Cast) -> None:
    with hub.subscribed(cast.ana.actor.account_id) as subscription:
        hub._stir(time.monotonic() + KEEP_ALIVE_SECONDS)
        assert subscription.wait() is False
        hub._stir(time.monotonic() + 2 * KEEP_ALIVE_SECONDS)
        assert subscription.wait() is False

    hub._stir(time.monotonic() + 4 * KEEP_ALIVE_SECONDS)
    assert not hub._silent, "a stream that is closed is forgotten"


def test_all_who_are_woken_by_one_change_are_given_the_same_reads_and_by_the_next_others(
    hub: Hub, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    account = cast.ana.actor.account_id
    with hub.subscribed(account) as one, hub.subscribed(account) as two:
        reads = []
        for remote in ("ONE", "TWO"):
            opened(database, cast.ben.desk, clock.now(), remote)
            hub.look()
            assert (one.wait(), two.wait()) == (True, True)
            assert one.reads is two.reads
            reads.append(one.reads)

    assert reads[0] is not reads[1]


def test_that_clients_were_told_is_recorded_at_the_next_look(
    hub: Hub, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    account = cast.ana.actor.account_id
    sessions = [opened(database, cast.ben.desk, clock.now(), remote).id for remote in ("ONE", "TWO")]
    terminate_sessions(database, cast.ana.actor, sessions, None, clock.now())
    for session in sessions:
        hub.note_told(account, [session])

    hub.look()

    told = [terminations(database, session)[0].told_at for session in sessions]
    assert told == [clock.now()] * 2
