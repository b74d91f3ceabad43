"""The operator adds minutes and corrects the balance."""

from typing import Any

import pytest

from tests.services.acting import opened
from tests.services.paying import assert_exact, entries
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.minutes import give_minutes, minutes_left
from webapp.db import Database
from webapp.domain.errors import Invalid, NotFound
from webapp.domain.ppu import BALANCE_MAX, EntryKind
from webapp.services.add_minutes import add_minutes, correct_minutes
from webapp.services.list_audit import AuditQuery, list_audit
from webapp.services.set_licenses import set_licenses


def audited(db: Database, cast: Cast) -> list[tuple[Any, ...]]:
    query = AuditQuery(search="pay per use")
    return [(e.who, e.action, e.before, e.after) for e in list_audit(db, cast.ana.actor, query).entries]


def test_minutes_are_added_with_a_note_and_audited(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    assert add_minutes(database, "ACME", 600, " Invoice 7 ", clock.now()) == 600
    assert add_minutes(database, "acme", 5, None, clock.now()) == 605

    assert [(e.number, e.kind, e.minutes, e.balance, e.note) for e in entries(database)] == [
        (1, EntryKind.PURCHASE, 600, 600, "Invoice 7"),
        (2, EntryKind.PURCHASE, 5, 605, None),
    ]
    assert audited(database, cast) == [
        ("operator", "add minutes", {"minutes": 600}, {"minutes": 605}),
        ("operator", "add minutes", {"minutes": 0}, {"minutes": 600, "note": "Invoice 7"}),
    ]


def test_a_correction_takes_minutes_away_but_never_more_than_there_are(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    add_minutes(database, "acme", 10, None, clock.now())

    assert correct_minutes(database, "acme", -4, "counted twice", clock.now()) == 6
    with pytest.raises(Invalid, match="Only 6 minutes are left"):
        correct_minutes(database, "acme", -7, "too many", clock.now())

    assert correct_minutes(database, "acme", -6, "all of them", clock.now()) == 0
    assert audited(database, cast)[0][1:] == (
        "correct minutes",
        {"minutes": 6},
        {"minutes": 0, "note": "all of them"},
    )
    assert_exact(database)


def test_what_has_begun_is_charged_before_a_correction(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    set_licenses(database, "acme", 0, clock.now())
    give_minutes(database, 2)
    opened(database, cast.ben.desk, clock.now())

    with pytest.raises(Invalid):
        correct_minutes(database, "acme", -1, "too late", clock.advance(61))

    correct_minutes(database, "acme", 1, "a present", clock.now())
    assert minutes_left(database) == 1
    assert_exact(database)


@pytest.mark.parametrize("minutes", [0, -1, BALANCE_MAX + 1])
def test_nobody_buys_no_minutes_or_too_many(
    database: Database, cast: Cast, clock: FrozenClock, minutes: int
) -> None:
    with pytest.raises(Invalid, match="whole number of minutes"):
        add_minutes(database, "acme", minutes, None, clock.now())


def test_the_balance_has_an_upper_bound(database: Database, cast: Cast, clock: FrozenClock) -> None:
    add_minutes(database, "acme", BALANCE_MAX, None, clock.now())

    with pytest.raises(Invalid, match="cannot be above"):
        add_minutes(database, "acme", 1, None, clock.now())


@pytest.mark.parametrize(("minutes", "note"), [(0, "nothing"), (5, ""), (5, None), (-5, "  ")])
def test_a_correction_needs_a_number_and_a_reason(
    database: Database, cast: Cast, clock: FrozenClock, minutes: int, note: str | None
) -> None:
    with pytest.raises(Invalid):
        correct_minutes(database, "acme", minutes, note, clock.now())


def test_there_has_to_be_such_an_account(database: Database, cast: Cast, clock: FrozenClock) -> None:
    with pytest.raises(NotFound, match="no account initech"):
        add_minutes(database, "initech", 5, None, clock.now())
