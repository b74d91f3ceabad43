"""What is decided later has happened later, though its request may have read the clock earlier and then waited."""

from tests.services.acting import holdings, opened, refused, seats
from tests.support.cast import LICENSES, Cast
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.services.end_session import end_session
from webapp.services.explain_refusal import explain_refusal


def test_the_history_never_tells_of_two_holders_of_one_license_at_once(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    waited_since, closed_at = clock.advance(0.010), clock.advance(0.010)
    end_session(database, cast.ben.desk.actor, session.id, closed_at)

    opened(database, cast.cleo.desk, waited_since)

    (_, _, _, released), (_, _, taken, _) = holdings(database)
    assert released is not None
    assert released <= taken


def test_a_refusal_that_waited_names_all_who_held_the_licenses_when_it_was_decided(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    waited_since = clock.now()
    for seat in seats(database, LICENSES):
        opened(database, seat, clock.advance(0.010))

    answer = refused(database, cast.cleo.desk, waited_since)

    view = explain_refusal(database, cast.ana.actor, answer.refusal_id, clock.now())
    assert [holder.number for holder in view.holders_then] == [1, 2, 3]
