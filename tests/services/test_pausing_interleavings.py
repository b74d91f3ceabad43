"""Pausing and resuming while somebody else wants the same, on two nodes of each database."""

import pytest

from tests.services.acting import in_use, opened, refusals, seats, stored_session, wish
from tests.services.interleaving import Nodes, interleave
from tests.services.pausing import paused
from tests.support.cast import LICENSES, Cast
from tests.support.clock import FrozenClock
from webapp.domain.states import RefusalReason, SessionState
from webapp.services.admit_session import Admitted, Refused, admit_session
from webapp.services.pause_session import pause_session
from webapp.services.resume_session import Resumed, resume_session
from webapp.services.steps.sessions import SessionView


@pytest.fixture
def bens(nodes: Nodes, cast: Cast, clock: FrozenClock) -> SessionView:
    """A paused session of ben's desk; all licenses but one are held."""
    session = opened(nodes.first, cast.ben.desk, clock.now())
    paused(nodes.first, cast.ben.desk, session, clock.now())
    for seat in seats(nodes.first, LICENSES - 1):
        opened(nodes.first, seat, clock.now())
    return session


def test_who_resumes_first_gets_the_last_license(
    nodes: Nodes, cast: Cast, clock: FrozenClock, bens: SessionView
) -> None:
    both = interleave(
        nodes,
        lambda db: resume_session(db, cast.ben.desk.actor, bens.id, None, clock.now()),
        lambda db: admit_session(db, cast.cleo.desk.actor, wish(), clock.now()),
    )

    assert isinstance(both.first, Resumed)
    assert isinstance(both.second, Refused)
    assert (both.first.session.license, both.second.reason, both.had_to_wait) == (
        3,
        RefusalReason.ACCOUNT_LIMIT,
        True,
    )


def test_who_resumes_second_is_refused_and_stays_paused(
    nodes: Nodes, cast: Cast, clock: FrozenClock, bens: SessionView
) -> None:
    both = interleave(
        nodes,
        lambda db: admit_session(db, cast.cleo.desk.actor, wish(), clock.now()),
        lambda db: resume_session(db, cast.ben.desk.actor, bens.id, None, clock.now()),
    )

    assert isinstance(both.first, Admitted)
    assert isinstance(both.second, Refused)
    assert stored_session(nodes.first, bens.id).state is SessionState.PAUSED
    assert [row.refusal_id for row in refusals(nodes.first)] == [both.second.refusal_id]
    assert in_use(nodes.first, cast.ana.actor, clock.now()) == (1, 2, 3)


def test_resumed_twice_at_once_it_takes_one_license(
    nodes: Nodes, cast: Cast, clock: FrozenClock, bens: SessionView
) -> None:
    both = interleave(
        nodes,
        lambda db: resume_session(db, cast.ben.desk.actor, bens.id, None, clock.now()),
        lambda db: resume_session(db, cast.ben.actor, bens.id, None, clock.now()),
    )

    assert both.second == both.first
    assert in_use(nodes.first, cast.ana.actor, clock.now()) == (1, 2, 3)


def test_a_license_that_is_freed_by_a_pause_goes_to_the_open_that_waited(
    nodes: Nodes, cast: Cast, clock: FrozenClock, bens: SessionView
) -> None:
    cleos = opened(nodes.first, cast.cleo.desk, clock.now())

    both = interleave(
        nodes,
        lambda db: pause_session(db, cast.cleo.desk.actor, cleos.id, clock.now()),
        lambda db: admit_session(db, cast.ana.desk.actor, wish(), clock.now()),
    )

    assert isinstance(both.second, Admitted)
    assert both.second.session.license == cleos.license
    assert in_use(nodes.first, cast.ana.actor, clock.now()) == (1, 2, 3)


def test_opening_another_session_of_the_pair_while_its_first_is_paused_keeps_it_on_a_license(
    nodes: Nodes, cast: Cast, clock: FrozenClock, bens: SessionView
) -> None:
    cleos = opened(nodes.first, cast.cleo.desk, clock.now())

    both = interleave(
        nodes,
        lambda db: admit_session(db, cast.cleo.desk.actor, wish(), clock.now()),
        lambda db: pause_session(db, cast.cleo.desk.actor, cleos.id, clock.now()),
    )

    assert isinstance(both.first, Admitted)
    assert both.first.session.license == cleos.license
    assert in_use(nodes.first, cast.ana.actor, clock.now()) == (1, 2, 3)
