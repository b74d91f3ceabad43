"""Two transactions that draw on the same minutes, or move onto the same license, on two nodes of each database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.services.acting import opened, refusals, seats, stored_session
from tests.services.interleaving import Nodes, interleave
from tests.services.paying import MINUTE, assert_exact, close, entries, under_notice, used
from tests.support.cast import Cast, Seat
from tests.support.clock import FrozenClock
from tests.support.minutes import give_minutes, minutes_left
from webapp.db import Database
from webapp.domain.ppu import EntryKind
from webapp.domain.states import EndReason, Funding, SessionKind, SessionState
from webapp.services.add_minutes import add_minutes, correct_minutes
from webapp.services.admit_session import Admitted, OpenRequest, Refused, admit_session
from webapp.services.end_session import end_session
from webapp.services.finalise_overdue_sessions import finalise_overdue_sessions
from webapp.services.pause_session import pause_session
from webapp.services.renew_leases import renew_device_leases
from webapp.services.set_licenses import set_licenses


@pytest.fixture(autouse=True)
def one_license(nodes: Nodes, clock: FrozenClock) -> None:
    """acme has one license, and pay per use is on."""
    set_licenses(nodes.first, "acme", 1, clock.now())
    give_minutes(nodes.first, 0)


def open_by(seat: Seat, clock: FrozenClock) -> Callable[[Database], object]:
    wish = OpenRequest(SessionKind.UNATTENDED, "SRV-1")
    return lambda db: admit_session(db, seat.actor, wish, clock.now())


def test_two_opens_for_the_last_minute_one_gets_it(nodes: Nodes, cast: Cast, clock: FrozenClock) -> None:
    opened(nodes.first, cast.ana.desk, clock.now())
    give_minutes(nodes.first, 1)

    both = interleave(nodes, open_by(cast.ben.desk, clock), open_by(cast.cleo.desk, clock))

    assert isinstance(both.first, Admitted)
    assert both.first.session.funding is Funding.PPU
    assert isinstance(both.second, Refused)
    assert (minutes_left(nodes.second), len(refusals(nodes.second)), both.had_to_wait) == (0, 1, True)
    assert_exact(nodes.first)


def test_two_sweeps_draw_the_last_minute_once(nodes: Nodes, cast: Cast, clock: FrozenClock) -> None:
    opened(nodes.first, cast.ana.desk, clock.now())
    give_minutes(nodes.first, 3)
    running = [opened(nodes.first, seat, clock.now()) for seat in (cast.ben.desk, cast.cleo.desk)]
    now = clock.advance(MINUTE + 1)

    interleave(
        nodes,
        lambda db: finalise_overdue_sessions(db, now),
        lambda db: finalise_overdue_sessions(db, now),
    )

    assert sorted(len(used(nodes.first, session.id)) for session in running) == [1, 2]
    assert sorted(under_notice(stored_session(nodes.first, s.id)) for s in running) == [False, True]
    assert_exact(nodes.first)


def test_an_open_and_a_sweep_draw_the_last_minute_once(nodes: Nodes, cast: Cast, clock: FrozenClock) -> None:
    opened(nodes.first, cast.ana.desk, clock.now())
    give_minutes(nodes.first, 2)
    running = opened(nodes.first, cast.ben.desk, clock.now())
    now = clock.advance(MINUTE + 1)

    both = interleave(nodes, open_by(cast.cleo.desk, clock), lambda db: finalise_overdue_sessions(db, now))

    assert isinstance(both.first, Refused), "the minute that has begun is paid before anybody counts on it"
    assert len(used(nodes.first, running.id)) == 2
    assert_exact(nodes.first)


def test_a_minute_that_is_taken_away_is_not_drawn(nodes: Nodes, cast: Cast, clock: FrozenClock) -> None:
    opened(nodes.first, cast.ana.desk, clock.now())
    give_minutes(nodes.first, 1)

    both = interleave(
        nodes,
        lambda db: correct_minutes(db, "acme", -1, "counted twice", clock.now()),
        open_by(cast.ben.desk, clock),
    )

    assert isinstance(both.second, Refused)
    assert_exact(nodes.first)


def test_minutes_that_are_added_while_the_deadline_passes_save_the_session_or_do_not(
    nodes: Nodes, cast: Cast, clock: FrozenClock
) -> None:
    opened(nodes.first, cast.ana.desk, clock.now())
    give_minutes(nodes.first, 1)
    session = opened(nodes.first, cast.ben.desk, clock.now())
    finalise_overdue_sessions(nodes.first, clock.advance(MINUTE + 1))
    renew_device_leases(nodes.first, cast.ben.desk.actor, clock.now())
    deadline = clock.advance(30)

    interleave(
        nodes,
        lambda db: finalise_overdue_sessions(db, deadline),
        lambda db: add_minutes(db, "acme", 5, None, deadline),
    )

    row = stored_session(nodes.first, session.id)
    assert (row.state, row.end_reason) == (SessionState.ENDED, EndReason.PPU_USED_UP)
    assert minutes_left(nodes.first) == 5
    assert_exact(nodes.first)


def test_a_license_that_is_freed_while_ten_wait_goes_to_the_longest_and_not_to_who_comes(
    nodes: Nodes, cast: Cast, clock: FrozenClock
) -> None:
    holder = opened(nodes.first, cast.ana.desk, clock.now())
    give_minutes(nodes.first, 100)
    waiting = [opened(nodes.first, seat, clock.advance(1)) for seat in seats(nodes.first, 10)]

    both = interleave(
        nodes,
        lambda db: end_session(db, cast.ana.desk.actor, holder.id, clock.now()),
        open_by(cast.cleo.desk, clock),
    )

    assert isinstance(both.second, Admitted)
    assert (both.second.session.funding, both.had_to_wait) == (Funding.PPU, True)
    assert [stored_session(nodes.second, s.id).holds_license for s in waiting] == [1] + [None] * 9
    assert_exact(nodes.first)


def test_two_that_free_the_license_at_once_move_one_onto_it(
    nodes: Nodes, cast: Cast, clock: FrozenClock
) -> None:
    holder = opened(nodes.first, cast.ana.desk, clock.now())
    give_minutes(nodes.first, 100)
    waiting = [opened(nodes.first, seat, clock.advance(1)) for seat in seats(nodes.first, 10)]

    interleave(
        nodes,
        lambda db: close(db, cast.ana.desk, holder, clock.now()),
        lambda db: pause_session(db, cast.ana.actor, holder.id, clock.now()),
    )

    held = [stored_session(nodes.second, session.id).holds_license for session in waiting]
    assert held == [1] + [None] * 9
    assert_exact(nodes.first)


def test_a_license_that_is_freed_as_the_next_minute_begins_comes_first(
    nodes: Nodes, cast: Cast, clock: FrozenClock
) -> None:
    holder = opened(nodes.first, cast.ana.desk, clock.now())
    give_minutes(nodes.first, 100)
    session = opened(nodes.first, cast.ben.desk, clock.now())
    now = clock.advance(MINUTE)

    finalise_overdue_sessions(nodes.first, now)
    end_session(nodes.second, cast.ana.desk.actor, holder.id, now)

    assert len(used(nodes.first, session.id)) == 1
    assert stored_session(nodes.first, session.id).holds_license == 1
    assert_exact(nodes.first)


def test_a_pause_and_a_sweep_charge_a_minute_once(nodes: Nodes, cast: Cast, clock: FrozenClock) -> None:
    opened(nodes.first, cast.ana.desk, clock.now())
    give_minutes(nodes.first, 100)
    session = opened(nodes.first, cast.ben.desk, clock.now())
    now = clock.advance(MINUTE + 1)

    interleave(
        nodes,
        lambda db: pause_session(db, cast.ben.actor, session.id, now),
        lambda db: finalise_overdue_sessions(db, now),
    )

    assert len(used(nodes.second, session.id)) == 2
    assert_exact(nodes.second)


def test_two_purchases_at_once_both_count(nodes: Nodes, cast: Cast, clock: FrozenClock) -> None:
    interleave(
        nodes,
        lambda db: add_minutes(db, "acme", 5, "one", clock.now()),
        lambda db: add_minutes(db, "acme", 7, "two", clock.now()),
    )

    assert [(e.number, e.minutes, e.balance) for e in entries(nodes.first, EntryKind.PURCHASE)] == [
        (1, 5, 5),
        (2, 7, 12),
    ]
    assert_exact(nodes.first)


def test_ten_at_once_on_two_nodes_draw_no_more_minutes_than_there_are(
    nodes: Nodes, cast: Cast, clock: FrozenClock
) -> None:
    opened(nodes.first, cast.ana.desk, clock.now())
    give_minutes(nodes.first, 4)
    askers = [open_by(seat, clock) for seat in seats(nodes.first, 10)]

    with ThreadPoolExecutor(10) as pool:
        asked = [pool.submit(ask, (nodes.first, nodes.second)[place % 2]) for place, ask in enumerate(askers)]
        answers = [each.result(60) for each in asked]

    assert sum(isinstance(answer, Admitted) for answer in answers) == 4
    assert sum(isinstance(answer, Refused) for answer in answers) == 6
    assert minutes_left(nodes.first) == 0
    assert_exact(nodes.second)
