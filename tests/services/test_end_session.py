import pytest

from tests.services.acting import LEASE, holdings, in_use, opened, stored_session
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.domain.errors import NotFound
from webapp.domain.states import EndReason, SessionState
from webapp.services.end_session import end_session


def test_closing_the_only_session_frees_the_license_at_once(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())

    freed = end_session(database, cast.ben.desk.actor, session.id, clock.advance(5))

    row = stored_session(database, session.id)
    assert freed == (1,)
    assert (row.state, row.ended_at, row.end_reason) == (
        SessionState.ENDED, clock.now(), EndReason.CLOSED_BY_CLIENT
    )  # fmt: skip


def test_a_license_is_free_only_when_all_sessions_of_its_pair_are_over(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    first, second = [opened(database, cast.ben.desk, clock.now()) for _ in range(2)]

    freed = end_session(database, cast.ben.desk.actor, first.id, clock.advance(5))
    assert freed == ()
    assert in_use(database, cast.ana.actor, clock.now()) == (1,)

    freed = end_session(database, cast.ben.desk.actor, second.id, clock.advance(5))
    assert freed == (1,)
    assert in_use(database, cast.ana.actor, clock.now()) == ()


def test_closing_a_session_again_changes_nothing(database: Database, cast: Cast, clock: FrozenClock) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    end_session(database, cast.ben.desk.actor, session.id, clock.advance(5))
    before = stored_session(database, session.id)

    freed = end_session(database, cast.ben.desk.actor, session.id, clock.advance(5))

    assert freed == ()
    assert stored_session(database, session.id) == before


def test_a_session_that_had_lapsed_stays_lapsed_when_its_client_closes_it(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    lapsed_at = clock.now() + LEASE

    end_session(database, cast.ben.desk.actor, session.id, clock.advance(500))

    row = stored_session(database, session.id)
    assert (row.ended_at, row.end_reason) == (lapsed_at, EndReason.LEASE_LAPSED)


def test_the_history_knows_who_held_which_license_from_when_to_when(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    nine = clock.now()
    first = opened(database, cast.ben.desk, nine)
    second_past = opened(database, cast.ben.desk, clock.advance(2)).opened_at
    four_past = opened(database, cast.cleo.desk, clock.advance(2)).opened_at
    end_session(database, cast.ben.desk.actor, first.id, clock.advance(2))

    much_later = opened(database, cast.ben.laptop, clock.advance(600)).opened_at

    assert holdings(database) == [
        (1, cast.ben.desk.actor.device_id, nine, second_past + LEASE),
        (2, cast.cleo.desk.actor.device_id, four_past, four_past + LEASE),
        (1, cast.ben.laptop.actor.device_id, much_later, None),
    ]


def test_nobody_closes_a_session_of_another_device(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())

    for seat in (cast.ben.laptop, cast.ana.desk, cast.gus.desk):
        with pytest.raises(NotFound):
            end_session(database, seat.actor, session.id, clock.now())

    assert in_use(database, cast.ana.actor, clock.now()) == (1,)
