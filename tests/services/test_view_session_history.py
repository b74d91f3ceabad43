from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import insert, update

from tests.services.acting import LEASE, NOTICE, insert_session, opened, with_rights
from tests.support.cast import Cast, Seat
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.domain.access import Actor, Right
from webapp.domain.errors import Forbidden, NotFound
from webapp.domain.ppu import EntryKind
from webapp.domain.states import ClosedBy, EndReason, SessionHappening, SessionKind, SessionState
from webapp.models import Account, ClientSession, PpuEntry
from webapp.services.admit_session import Admitted, OpenRequest, admit_session
from webapp.services.confirm_termination import confirm_termination, record_told
from webapp.services.end_session import end_session
from webapp.services.finalise_overdue_sessions import finalise_overdue_sessions
from webapp.services.steps.session_events import note_event
from webapp.services.take_back_termination import take_back_termination
from webapp.services.terminate_sessions import terminate_sessions
from webapp.services.view_session_history import Chapter, SessionHistory, view_session_history


def chapters(history: SessionHistory) -> list[Chapter]:
    """What the timeline tells, in order."""
    return [happening.what for happening in history.timeline]


def test_a_session_is_opened_by_whom_on_which_license_and_closed(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    end_session(database, cast.ben.desk.actor, session.id, clock.advance(20))

    history = view_session_history(database, cast.ana.actor, session.id, clock.advance(60))

    began, ended = history.timeline
    assert (began.what, began.who, began.detail) == (Chapter.OPENED, "Ben Okafor", "1")
    assert (ended.what, ended.at - began.at, ended.closed_by) == (Chapter.ENDED, timedelta(seconds=20), None)
    assert (history.session.end_reason, history.session.seconds) == (EndReason.CLOSED_BY_CLIENT, 20.0)


def test_a_termination_tells_who_asked_why_whom_it_reached_and_what_closed_it(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    terminate_sessions(database, cast.ana.actor, [session.id], "Lunch", clock.advance(10))
    record_told(database, cast.ana.actor.account_id, [session.id], clock.advance(1))
    confirm_termination(database, cast.ben.desk.actor, session.id, clock.advance(1))
    end_session(database, cast.ben.desk.actor, session.id, clock.advance(1))

    history = view_session_history(database, cast.ana.actor, session.id, clock.now())

    assert chapters(history) == [
        Chapter.OPENED,
        Chapter.END_ASKED,
        Chapter.TOLD,
        Chapter.CONFIRMED,
        Chapter.ENDED,
    ]
    asked, ended = history.timeline[1], history.timeline[-1]
    assert (asked.who, asked.detail, asked.takes_effect_at) == ("Ana Novak", "Lunch", asked.at + NOTICE)
    assert ended.closed_by is ClosedBy.CLIENT


def test_a_termination_that_was_taken_back_stays_in_the_timeline(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    terminate_sessions(database, cast.ana.actor, [session.id], None, clock.advance(1))
    take_back_termination(database, cast.ben.actor, session.id, clock.advance(1))

    history = view_session_history(database, cast.ana.actor, session.id, clock.now())

    assert chapters(history) == [Chapter.OPENED, Chapter.END_ASKED, Chapter.TAKEN_BACK]
    assert history.timeline[-1].who == "Ben Okafor"
    assert history.session.ended_at is None


@pytest.mark.parametrize("written_down", [False, True])
def test_what_the_deadline_closed_reads_the_same_before_and_after_it_is_written_down(
    database: Database, cast: Cast, clock: FrozenClock, written_down: bool
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    terminate_sessions(database, cast.ana.actor, [session.id], "Lunch", clock.now())
    clock.advance(NOTICE.total_seconds() + 5)
    if written_down:
        finalise_overdue_sessions(database, clock.now())

    history = view_session_history(database, cast.ana.actor, session.id, clock.now())

    assert (history.session.end_reason, history.session.seconds) == (EndReason.TERMINATED, 30.0)
    assert (history.session.ended_by, history.session.reason) == ("Ana Novak", "Lunch")
    assert history.timeline[-1].closed_by is ClosedBy.DEADLINE


def test_a_device_that_disappeared_ends_its_session_when_the_lease_ran_out(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())

    history = view_session_history(database, cast.ana.actor, session.id, clock.advance(3600))

    assert history.session.end_reason is EndReason.LEASE_LAPSED
    assert history.timeline[-1].at == history.session.opened_at + LEASE


def test_a_support_session_tells_of_its_code_who_joined_and_that_the_remote_side_left(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    wish = OpenRequest(SessionKind.SUPPORT, "Printer", None, None)
    answer = admit_session(database, cast.ben.desk.actor, wish, clock.now())
    assert isinstance(answer, Admitted)
    which = (cast.ben.actor.account_id, answer.session.id)
    for what, detail in ((SessionHappening.JOINED, "Grandma"), (SessionHappening.REMOTE_LEFT, None)):
        at = clock.advance(5)
        database.write(lambda tx, w=what, d=detail, a=at: note_event(tx, *which, w, a, detail=d))  # type: ignore[misc]

    history = view_session_history(database, cast.ana.actor, answer.session.id, clock.now())

    assert chapters(history) == [Chapter.OPENED, Chapter.CODE_ISSUED, Chapter.JOINED, Chapter.REMOTE_LEFT]
    assert [happening.who for happening in history.timeline] == ["Ben Okafor", "Ben Okafor", "Grandma", None]


def test_minutes_of_pay_per_use_are_counted_and_the_move_onto_a_license_is_told(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    give_minutes(database, cast.ana.actor)
    held = [opened(database, seat, clock.now()) for seat in (cast.ana.desk, cast.ana.laptop, cast.cleo.desk)]
    session = opened(database, cast.ben.desk, clock.now())
    renew(database, cast.ben.desk, clock)
    end_session(database, cast.ana.desk.actor, held[0].id, clock.advance(1))

    history = view_session_history(database, cast.ana.actor, session.id, clock.now())

    assert chapters(history) == [Chapter.OPENED, Chapter.ON_PPU, Chapter.ON_LICENSE]
    assert history.timeline[0].detail is None
    assert history.timeline[2].detail == "1"
    assert (history.session.ppu_minutes, history.session.license) == (2, 1)


def test_what_may_not_be_seen_does_not_exist(database: Database, cast: Cast, clock: FrozenClock) -> None:
    session = opened(database, cast.ben.desk, clock.now()).id
    own = with_rights(cast.cleo.actor, Right.VIEW_OWN_REPORTS)

    for actor, session_id in ((own, session), (cast.gus.actor, session), (cast.ana.actor, uuid4())):
        with pytest.raises(NotFound):
            view_session_history(database, actor, session_id, clock.now())


def test_ones_own_session_may_be_seen_with_the_right_to_ones_own_reports_and_not_without(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now()).id

    view_session_history(database, with_rights(cast.ben.actor, Right.VIEW_OWN_REPORTS), session, clock.now())
    with pytest.raises(Forbidden):
        view_session_history(database, with_rights(cast.ben.actor), session, clock.now())


def test_a_paused_session_is_its_own_users_alone_until_it_is_over(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = insert_session(database, cast.ben.desk, SessionState.PAUSED, clock.now(), None)

    view_session_history(database, cast.ben.actor, session, clock.now())
    with pytest.raises(NotFound):
        view_session_history(database, cast.ana.actor, session, clock.now())
    over = view_session_history(database, cast.ana.actor, session, clock.advance(25 * 3600))
    assert over.session.end_reason is EndReason.PAUSE_EXPIRED


def give_minutes(db: Database, actor: Actor, minutes: int = 10) -> None:
    """Put minutes on the account, as a purchase would."""
    values = {"ppu_is_on": True, "ppu_minutes": minutes, "ppu_entries": 1}
    this = update(Account).where(Account.account_id == actor.account_id).values(**values)
    bought = insert(PpuEntry).values(
        account_id=actor.account_id,
        number=1,
        at=FrozenClock().now(),
        kind=EntryKind.PURCHASE,
        minutes=minutes,
        balance=minutes,
    )
    db.write(lambda tx: (tx.execute(this), tx.execute(bought)))


def renew(db: Database, seat: Seat, clock: FrozenClock) -> None:
    """Let a minute pass in which everybody's lease holds."""
    clock.advance(60)
    until = clock.now() + LEASE
    db.write(lambda tx: tx.execute(update(ClientSession).values(lease_expires_at=until)))
