from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from tests.services.acting import one_seat_of_own_limit, opened, refused, wish, with_rights
from tests.support.cast import Cast, Seat
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.domain.access import Actor, Right
from webapp.domain.errors import Forbidden, Invalid, NotFound
from webapp.domain.states import RefusalReason
from webapp.domain.wishes import Outcome
from webapp.services.admit_session import Admitted, Refused, admit_session
from webapp.services.end_session import end_session
from webapp.services.report_refusals import (
    RefusalReport,
    WishPlace,
    export_refusals,
    holders_then,
    read_wish_place,
    report_refusals,
)

BEGAN = FrozenClock().now()
DAY = timedelta(days=1)


@pytest.fixture
def full(database: Database, cast: Cast) -> tuple[Seat, ...]:
    """All three licenses are held, by these."""
    seats = (cast.ana.desk, cast.ana.laptop, cast.ben.desk)
    for seat in seats:
        opened(database, seat, BEGAN)
    return seats


def ask(db: Database, seat: Seat, now: datetime, key: str) -> Admitted | Refused:
    """Ask for a session under a key."""
    answer = admit_session(db, seat.actor, wish(key=key), now)
    assert isinstance(answer, Admitted | Refused)
    return answer


def report(db: Database, actor: Actor, now: datetime, **options: object) -> RefusalReport:
    """The report of everything up to now."""
    return report_refusals(db, actor, BEGAN - DAY, now + DAY, now, **options)  # type: ignore[arg-type]


def test_retries_are_one_wish_that_got_in_after_the_time_since_the_first(
    database: Database, cast: Cast, clock: FrozenClock, full: tuple[Seat, ...]
) -> None:
    for _ in range(3):
        assert isinstance(ask(database, cast.cleo.desk, clock.advance(10), "k"), Refused)
    clock.advance(120)  # the leases have run out
    assert isinstance(ask(database, cast.cleo.desk, clock.now(), "k"), Admitted)

    found = report(database, cast.ana.actor, clock.now())

    (row,) = found.rows
    assert (row.user_name, row.device_name, row.wish.tries) == ("cleo", "CLEO-DESK", 3)
    assert (row.wish.outcome, row.wish.after) == (Outcome.GOT_IN, timedelta(seconds=140))
    assert (found.wishes, found.refusals, found.users) == (1, 3, 1)
    assert dict(found.by_outcome) == {Outcome.GOT_IN: 1}
    assert dict(found.by_reason) == {RefusalReason.ACCOUNT_LIMIT: 1}


def test_who_is_refused_last_still_waits_and_then_has_given_up(
    database: Database, cast: Cast, clock: FrozenClock, full: tuple[Seat, ...]
) -> None:
    refused(database, cast.cleo.desk, clock.now())

    def outcome(at: datetime) -> Outcome:
        return report(database, cast.ana.actor, at).rows[0].wish.outcome

    assert outcome(clock.advance(60)) is Outcome.WAITING
    assert outcome(clock.advance(60)) is Outcome.GAVE_UP


def test_each_limit_is_told(
    database: Database, cast: Cast, clock: FrozenClock, full: tuple[Seat, ...]
) -> None:
    first, second = one_seat_of_own_limit(database, 1, 2)
    end_session(database, full[0].actor, opened(database, full[0], clock.now()).id, clock.now())
    refused(database, first, clock.now())
    clock.advance(100)
    opened(database, first, clock.now())
    refused(database, second, clock.advance(1))

    found = report(database, cast.ana.actor, clock.now())

    assert [row.wish.reason for row in found.rows] == [
        RefusalReason.USER_LIMIT,
        RefusalReason.ACCOUNT_LIMIT,
    ]


def test_pages_go_from_the_newest_to_the_oldest_without_repeats_and_counts_stay(
    database: Database, cast: Cast, clock: FrozenClock, full: tuple[Seat, ...]
) -> None:
    ids = [refused(database, cast.cleo.desk, clock.advance(1)).refusal_id for _ in range(7)]
    found, after = [], None
    while True:
        page = report(database, cast.ana.actor, clock.now(), after=after, limit=3)
        assert (page.wishes, page.refusals) == (7, 7)
        found += [row.wish.refusal_id for row in page.rows]
        if page.next_after is None:
            break
        after = read_wish_place(str(page.next_after))

    assert found == ids[::-1]


def test_the_export_has_what_the_report_has_oldest_first(
    database: Database, cast: Cast, clock: FrozenClock, full: tuple[Seat, ...]
) -> None:
    for _ in range(4):
        refused(database, cast.cleo.desk, clock.advance(1))
    now = clock.now()

    exported = list(export_refusals(database, cast.ana.actor, BEGAN - DAY, now + DAY, now))

    assert exported == list(report(database, cast.ana.actor, now).rows)[::-1]


def test_a_period_of_years_counts_as_its_parts_do(
    database: Database, cast: Cast, clock: FrozenClock, full: tuple[Seat, ...]
) -> None:
    for _ in range(3):
        refused(database, cast.cleo.desk, clock.advance(1))
    years = (BEGAN - 900 * DAY, BEGAN + 900 * DAY)

    found = report_refusals(database, cast.ana.actor, *years, clock.now())

    assert (found.wishes, len(found.rows)) == (3, 3)


def test_a_wish_belongs_to_the_period_of_its_first_refusal(
    database: Database, cast: Cast, clock: FrozenClock, full: tuple[Seat, ...]
) -> None:
    ask(database, cast.cleo.desk, clock.advance(10), "k")
    middle = clock.advance(10)
    ask(database, cast.cleo.desk, clock.advance(10), "k")

    before = report_refusals(database, cast.ana.actor, BEGAN, middle, clock.now())
    after = report_refusals(database, cast.ana.actor, middle, BEGAN + DAY, clock.now())

    assert (before.refusals, after.refusals) == (2, 0)


def test_who_held_the_licenses_then_is_told_also_when_they_hold_them_no_more(
    database: Database, cast: Cast, clock: FrozenClock, full: tuple[Seat, ...]
) -> None:
    turned_away = refused(database, cast.cleo.desk, clock.advance(5))
    clock.advance(300)
    opened(database, cast.cleo.desk, clock.now())

    holders = holders_then(database, cast.ana.actor, turned_away.refusal_id)

    assert [(each.number, each.display_name, each.device_name) for each in holders] == [
        (1, "Ana Novak", "ANA-DESK"),
        (2, "Ana Novak", "ANA-LAPTOP"),
        (3, "Ben Okafor", "BEN-DESK"),
    ]


def test_with_the_right_to_ones_own_reports_there_are_ones_own_refusals_and_no_holders(
    database: Database, cast: Cast, clock: FrozenClock, full: tuple[Seat, ...]
) -> None:
    refused(database, cast.cleo.desk, clock.now())
    mine = refused(database, cast.ben.laptop, clock.now())
    own = with_rights(cast.ben.actor, Right.VIEW_OWN_REPORTS)

    found = report(database, own, clock.now())

    assert ([row.user_name for row in found.rows], found.wishes, found.own) == (["ben"], 1, True)
    with pytest.raises(NotFound):
        holders_then(database, own, mine.refusal_id)


def test_without_a_right_to_reports_there_is_no_report(database: Database, cast: Cast) -> None:
    nobody = with_rights(cast.ben.actor, Right.VIEW_DOMAIN)

    with pytest.raises(Forbidden):
        report(database, nobody, BEGAN)
    with pytest.raises(Forbidden):
        export_refusals(database, nobody, BEGAN, BEGAN + DAY, BEGAN)
    with pytest.raises(Forbidden):
        holders_then(database, nobody, uuid4())


def test_a_neighbour_sees_nothing(
    database: Database, cast: Cast, clock: FrozenClock, full: tuple[Seat, ...]
) -> None:
    theirs = refused(database, cast.cleo.desk, clock.now())

    assert report(database, cast.gus.actor, clock.now()).wishes == 0
    with pytest.raises(NotFound):
        holders_then(database, cast.gus.actor, theirs.refusal_id)


def test_a_place_that_was_made_up_is_refused() -> None:
    assert read_wish_place(str(WishPlace(BEGAN, uuid4()))).first_at == BEGAN
    for text in ("", "x~y", "2026-03-02T09:00:00~1"):
        with pytest.raises(Invalid):
            read_wish_place(text)
