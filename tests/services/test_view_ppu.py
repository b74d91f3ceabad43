"""The page Pay per use: who sees what of it, by day and by user, and the ledger."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.services.acting import opened, with_rights
from tests.services.paying import close, set_terms
from tests.support.cast import Cast, Seat
from tests.support.clock import FrozenClock
from tests.support.minutes import give_minutes
from tests.web.staging import keep
from webapp.db import Database
from webapp.domain.access import Right
from webapp.domain.errors import Forbidden
from webapp.domain.ppu import EntryKind
from webapp.services.add_minutes import add_minutes, correct_minutes
from webapp.services.export_ppu import ppu_csv
from webapp.services.set_licenses import set_licenses
from webapp.services.shows_ppu import shows_ppu
from webapp.services.steps.ppu_ledger import NewEntry, add_entries
from webapp.services.view_ppu import view_ppu


@pytest.fixture(autouse=True)
def only_minutes(database: Database, clock: FrozenClock) -> None:
    """acme has no license, and 100 minutes."""
    set_licenses(database, "acme", 0, clock.now())
    give_minutes(database, 100, at=clock.now())


def use(db: Database, seat: Seat, clock: FrozenClock, minutes: int) -> None:
    """Have a session open for so many minutes that have begun."""
    session = opened(db, seat, clock.now())
    keep(db, seat, clock, minutes * 60 - 30)
    close(db, seat, session, clock.now())


def test_use_stands_by_day_and_by_user(database: Database, cast: Cast, clock: FrozenClock) -> None:
    use(database, cast.ben.desk, clock, 3)
    use(database, cast.cleo.desk, clock, 1)
    clock.advance(timedelta(days=2).total_seconds())
    use(database, cast.cleo.desk, clock, 1)

    page = view_ppu(database, cast.ana.actor, None, clock.now())

    today = clock.now().date()
    assert len(page.by_day) == 30
    assert [(day, minutes) for day, minutes in page.by_day if minutes] == [
        (today - timedelta(days=2), 4),
        (today, 1),
    ]
    assert page.by_user == (("Ben Okafor", 3), ("Cleo Marsh", 2))
    assert (page.terms.minutes, page.sees_all) == (95, True)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("UTC", date(2026, 10, 24)),
        ("Europe/Ljubljana", date(2026, 10, 25)),
        ("Pacific/Apia", date(2026, 10, 25)),
    ],
)
def test_days_are_those_of_the_accounts_time_zone_also_when_clocks_go_back(
    database: Database, cast: Cast, clock: FrozenClock, zone: str, day: date
) -> None:
    set_terms(database, time_zone=zone)
    clock.advance((datetime(2026, 10, 24, 22, 30, tzinfo=UTC) - clock.now()).total_seconds())
    use(database, cast.ben.desk, clock, 2)

    page = view_ppu(database, cast.ana.actor, None, clock.advance(timedelta(days=2).total_seconds()))

    assert [each for each, minutes in page.by_day if minutes] == [day]


def test_the_minutes_of_a_session_stand_together_until_something_is_bought(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    opened(database, cast.cleo.desk, clock.advance(1))
    keep(database, cast.ben.desk, clock, 119)
    add_minutes(database, "acme", 10, "Invoice 2", clock.now())
    close(database, cast.ben.desk, session, clock.advance(30))

    ledger = view_ppu(database, cast.ana.actor, None, clock.now()).ledger

    assert [(line.kind, line.minutes, line.user or line.note) for line in ledger] == [
        (EntryKind.USE, -1, "Ben Okafor"),
        (EntryKind.PURCHASE, 10, "Invoice 2"),
        (EntryKind.USE, -2, "Cleo Marsh"),
        (EntryKind.USE, -2, "Ben Okafor"),
        (EntryKind.PURCHASE, 100, None),
    ]
    assert (ledger[3].first_at, ledger[3].last_at) == (
        session.opened_at,
        session.opened_at + timedelta(minutes=1),
    )


def test_the_ledger_continues_where_the_page_ended(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    entries = [NewEntry(EntryKind.CORRECTION, 1, clock.now(), note=f"number {n}") for n in range(501)]
    database.write(lambda tx: add_entries(tx, cast.ana.actor.account_id, entries))

    first = view_ppu(database, cast.ana.actor, None, clock.now())
    second = view_ppu(database, cast.ana.actor, first.next_before, clock.now())

    assert (len(first.ledger), len(second.ledger), second.next_before) == (500, 2, None)
    assert first.ledger[-1].number - second.ledger[0].number == 1


def test_who_sees_their_own_reports_sees_their_own_use_alone(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    use(database, cast.ben.desk, clock, 2)
    use(database, cast.cleo.desk, clock, 3)
    ben = with_rights(cast.ben.actor, Right.VIEW_OWN_REPORTS)

    page = view_ppu(database, ben, None, clock.now())

    assert (page.sees_all, page.by_user, page.forecasts) == (False, (("Ben Okafor", 2),), ())
    assert sum(minutes for _, minutes in page.by_day) == 2
    assert [(line.user, line.minutes) for line in page.ledger] == [("Ben Okafor", -2)]
    header, *rows = ppu_csv(database, ben)
    assert header == "at,kind,minutes,user,session\r\n"
    assert [row.split(",")[1:4] for row in rows] == [["use", "-1", "ben"]] * 2


def test_who_may_view_no_reports_sees_nothing(database: Database, cast: Cast, clock: FrozenClock) -> None:
    nobody = with_rights(cast.ben.actor, Right.VIEW_DOMAIN, Right.VIEW_OWN)

    with pytest.raises(Forbidden):
        view_ppu(database, nobody, None, clock.now())
    with pytest.raises(Forbidden):
        ppu_csv(database, nobody)
    assert shows_ppu(database, nobody) is False


def test_another_account_sees_nothing_of_it(database: Database, cast: Cast, clock: FrozenClock) -> None:
    use(database, cast.ben.desk, clock, 2)

    page = view_ppu(database, cast.gus.actor, None, clock.now())

    assert (page.terms.minutes, page.ledger, page.by_user, page.next_before) == (0, (), (), None)
    assert list(ppu_csv(database, cast.gus.actor)) == ["number,at,kind,minutes,balance,user,session,note\r\n"]
    assert (shows_ppu(database, cast.ana.actor), shows_ppu(database, cast.gus.actor)) == (True, False)


def test_it_stays_in_the_menu_while_the_ledger_has_entries(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    set_terms(database, ppu_is_on=False)

    assert shows_ppu(database, cast.ana.actor) is True


def test_the_forecast_comes_from_days_that_are_over(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    for _ in range(4):
        use(database, cast.ben.desk, clock, 5)
        clock.advance(timedelta(days=1).total_seconds())

    (found,) = view_ppu(database, cast.ana.actor, None, clock.now()).forecasts

    assert (found.days, found.rate, found.until) == (4, 5.0, clock.now().date() + timedelta(days=16))


def test_the_export_has_every_entry_and_nothing_that_a_spreadsheet_runs(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    correct_minutes(database, "acme", -3, "=1+1", clock.now())

    header, newest, oldest = ppu_csv(database, cast.ana.actor)

    at = clock.now().isoformat(timespec="seconds")
    assert header == "number,at,kind,minutes,balance,user,session,note\r\n"
    assert newest == f"2,{at},correction,-3,97,,,'=1+1\r\n"
    assert oldest.startswith("1,")
