from datetime import datetime

import pytest
from sqlalchemy import update

from tests.services.acting import NOTICE, opened
from tests.services.interleaving import Nodes, interleave
from tests.services.pausing import paused, resumed
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.states import EndReason, SessionState
from webapp.models import ClientSession
from webapp.services.end_session import end_session
from webapp.services.finalise_overdue_sessions import finalise_overdue_sessions
from webapp.services.follow_sessions import (
    News,
    SessionChange,
    changes_of_account,
    changes_of_device,
    next_end,
    revisions,
)
from webapp.services.renew_leases import renew_device_leases
from webapp.services.sign_in_device import sign_out_device
from webapp.services.steps.sessions import SessionView
from webapp.services.take_back_termination import take_back_termination
from webapp.services.terminate_sessions import terminate_sessions


def revision(database: Database, actor: Actor) -> int:
    return revisions(database, [actor.account_id])[actor.account_id].sessions


def told(changes: list[SessionChange]) -> list[tuple[object, SessionState]]:
    return [(change.session_id, change.state) for change in changes]


def test_every_change_of_sessions_moves_the_account_on(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    seen = [revision(database, cast.ana.actor)]

    session = opened(database, cast.ben.desk, clock.now())
    seen.append(revision(database, cast.ana.actor))
    terminate_sessions(database, cast.ana.actor, [session.id], None, clock.now())
    seen.append(revision(database, cast.ana.actor))
    take_back_termination(database, cast.ana.actor, session.id, clock.now())
    seen.append(revision(database, cast.ana.actor))
    finalise_overdue_sessions(database, clock.advance(90))
    seen.append(revision(database, cast.ana.actor))

    assert seen == sorted(set(seen))


def test_renewing_leases_moves_nobody_on(database: Database, cast: Cast, clock: FrozenClock) -> None:
    opened(database, cast.ben.desk, clock.now())
    before = revision(database, cast.ana.actor)

    renew_device_leases(database, cast.ben.desk.actor, clock.advance(30))

    assert revision(database, cast.ana.actor) == before


def test_another_account_is_not_moved_on(database: Database, cast: Cast, clock: FrozenClock) -> None:
    before = revision(database, cast.gus.actor)

    opened(database, cast.ben.desk, clock.now())

    assert revision(database, cast.gus.actor) == before


def test_a_sign_out_moves_the_access_of_the_account_on(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    account = cast.ben.actor.account_id
    before = revisions(database, [account])[account].access

    sign_out_device(database, cast.ben.desk.actor, clock.now())

    assert revisions(database, [account])[account].access == before + 1


def test_a_device_is_told_that_its_session_is_being_ended_by_whom_and_when(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    after = revision(database, cast.ana.actor)
    terminate_sessions(database, cast.ana.actor, [session.id], "Maintenance", clock.now())

    (change,) = changes_of_account(database, cast.ana.actor.account_id, after, clock.now())

    assert change == SessionChange(
        revision=after + 1, session_id=session.id, user_id=cast.ben.actor.user_id,
        device_id=cast.ben.desk.actor.device_id or 0, news=News.ENDING, state=SessionState.ENDING,
        remote="SRV-DB-02", ends_at=clock.now() + NOTICE, notice_seconds=30,
        message="Ana Novak is ending this session: Maintenance. It closes in 30 seconds; save your work now.",
    )  # fmt: skip


def test_a_device_is_told_that_its_session_is_kept_after_all(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    terminate_sessions(database, cast.ana.actor, [session.id], None, clock.now())
    after = revision(database, cast.ana.actor)
    take_back_termination(database, cast.ana.actor, session.id, clock.advance(5))

    (change,) = changes_of_account(database, cast.ana.actor.account_id, after, clock.now())

    assert (change.session_id, change.news, change.state, change.ends_at, change.message) == (
        session.id, News.KEPT, SessionState.ACTIVE, None, None
    )  # fmt: skip


def test_a_device_is_told_that_its_session_is_over_and_why(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    terminate_sessions(database, cast.ana.actor, [session.id], None, clock.now())
    after = revision(database, cast.ana.actor)
    finalise_overdue_sessions(database, clock.advance(30))

    (change,) = changes_of_account(database, cast.ana.actor.account_id, after, clock.now())

    assert (change.session_id, change.state, change.end_reason) == (
        session.id, SessionState.ENDED, EndReason.TERMINATED
    )  # fmt: skip


def test_opening_is_no_news_for_the_device_that_opened(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    opened(database, cast.ben.desk, clock.now())

    assert changes_of_account(database, cast.ana.actor.account_id, 0, clock.now()) == []


def test_changes_come_in_their_order_and_none_is_missed(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    sessions = [
        opened(database, seat, clock.now()) for seat in (cast.ana.desk, cast.ben.desk, cast.cleo.desk)
    ]
    after = revision(database, cast.ana.actor)
    terminate_sessions(database, cast.ana.actor, [sessions[1].id], None, clock.advance(1))
    end_session(database, cast.cleo.desk.actor, sessions[2].id, clock.advance(1))
    terminate_sessions(database, cast.ana.actor, [sessions[0].id], None, clock.advance(1))

    changes = changes_of_account(database, cast.ana.actor.account_id, after, clock.now())

    assert told(changes) == [
        (sessions[1].id, SessionState.ENDING),
        (sessions[2].id, SessionState.ENDED),
        (sessions[0].id, SessionState.ENDING),
    ]
    assert changes_of_account(database, cast.ana.actor.account_id, changes[-1].revision, clock.now()) == []
    assert (
        changes_of_account(database, cast.ana.actor.account_id, changes[0].revision, clock.now())
        == changes[1:]
    )


def test_a_device_that_comes_back_is_told_what_it_missed_and_nothing_of_other_devices(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    missed, others = (opened(database, seat, clock.now()) for seat in (cast.ben.desk, cast.ben.laptop))
    after = revision(database, cast.ana.actor)
    end_session(database, cast.ben.desk.actor, missed.id, clock.advance(1))
    end_session(database, cast.ben.laptop.actor, others.id, clock.advance(1))

    changes = changes_of_device(database, cast.ben.desk.actor, after, clock.now())

    assert told(changes) == [(missed.id, SessionState.ENDED)]


def test_a_stream_that_begins_is_told_what_is_being_ended_and_no_old_stories(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    ended, ending, kept = (opened(database, cast.ben.desk, clock.now()) for _ in range(3))
    end_session(database, cast.ben.desk.actor, ended.id, clock.advance(1))
    terminate_sessions(database, cast.ana.actor, [ending.id, kept.id], None, clock.advance(1))
    take_back_termination(database, cast.ana.actor, kept.id, clock.advance(1))

    changes = changes_of_device(database, cast.ben.desk.actor, 0, clock.now())

    assert told(changes) == [(ending.id, SessionState.ENDING)]


def test_a_device_is_told_that_its_session_is_paused_until_when_it_may_be_and_resumed(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    account, after = cast.ben.actor.account_id, revision(database, cast.ana.actor)
    view = paused(database, cast.ben.laptop, session, clock.advance(1))
    (first,) = changes_of_account(database, account, after, clock.now())
    (begun,) = changes_of_device(database, cast.ben.desk.actor, 0, clock.now())

    resumed(database, cast.ben.laptop, session, clock.advance(1))
    (second,) = changes_of_device(database, cast.ben.desk.actor, first.revision, clock.now())

    assert (first.news, first.expires_at, begun) == (News.PAUSED, view.expires_at, first)
    assert (second.news, second.session_id, second.expires_at) == (News.RESUMED, session.id, None)


def test_of_a_session_that_goes_on_the_latest_is_told(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    after, news = revision(database, cast.ana.actor), []
    terminate_sessions(database, cast.ana.actor, [session.id], None, clock.advance(1))

    for happens in (
        lambda: take_back_termination(database, cast.ana.actor, session.id, clock.advance(1)),
        lambda: paused(database, cast.ben.desk, session, clock.advance(1)),
        lambda: resumed(database, cast.ben.desk, session, clock.advance(1)),
        lambda: join(database, session, clock.advance(1)),
    ):
        happens()
        news += [c.news for c in changes_of_device(database, cast.ben.desk.actor, after, clock.now())]

    assert news == [News.KEPT, News.PAUSED, News.RESUMED, News.JOINED]


def join(database: Database, session: SessionView, now: datetime) -> None:
    """Note that somebody has joined a session."""
    one = update(ClientSession).where(ClientSession.session_id == session.id)
    database.write(lambda tx: tx.execute(one.values(joined_at=now)))


@pytest.mark.parametrize("after", [0, 1])
def test_nothing_of_another_account_is_ever_told(
    database: Database, cast: Cast, clock: FrozenClock, after: int
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    terminate_sessions(database, cast.ana.actor, [session.id], None, clock.now())

    told_to_account = changes_of_account(database, cast.gus.actor.account_id, after, clock.now())
    told_to_device = changes_of_device(database, cast.gus.desk.actor, after, clock.now())

    assert (told_to_account, told_to_device) == ([], [])


def test_the_next_end_is_the_earliest_deadline_or_lease(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    account = cast.ana.actor.account_id
    assert next_end(database, account) is None
    first = opened(database, cast.ben.desk, clock.now())
    second = opened(database, cast.cleo.desk, clock.advance(10))
    assert next_end(database, account) == first.lease_expires_at

    (ending,) = terminate_sessions(database, cast.ana.actor, [second.id], None, clock.now())

    assert next_end(database, account) == ending.ends_at


def test_whoever_sees_a_revision_sees_every_change_up_to_it(
    nodes: Nodes, cast: Cast, clock: FrozenClock
) -> None:
    seats = (cast.ben.desk, cast.cleo.desk)
    first, second = (opened(nodes.first, seat, clock.now()).id for seat in seats)
    account, before = cast.ana.actor.account_id, revision(nodes.first, cast.ana.actor)
    seen: list[int] = []

    def end_the_second(node: Database) -> None:
        seen.append(revision(nodes.first, cast.ana.actor))
        terminate_sessions(node, cast.ana.actor, [second], None, clock.now())

    both = interleave(
        nodes,
        lambda node: terminate_sessions(node, cast.ana.actor, [first], None, clock.now()),
        end_the_second,
    )

    assert (both.had_to_wait, seen) == (True, [before])
    changes = changes_of_account(nodes.first, account, before, clock.now())
    assert [(change.revision, change.session_id) for change in changes] == [
        (before + 1, first),
        (before + 2, second),
    ]
