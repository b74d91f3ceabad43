from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from tests.services.acting import opened, refused
from tests.services.made_history import HEADER, as_file, held, made_history
from tests.services.plain_usage import Span
from tests.support.cast import Cast, add_user
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.domain.access import Right
from webapp.domain.errors import Forbidden
from webapp.domain.periods import Preset, chosen_period, preset_period
from webapp.domain.sizing import Prices
from webapp.services.end_session import end_session
from webapp.services.import_history import import_history
from webapp.services.size_licenses import SizingReport, size_licenses

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FEBRUARY = chosen_period("2025-02-01", "2025-02-28", UTC)


def sized(
    database: Database, cast: Cast, *, own_limits: bool = True, prices: Prices | None = None
) -> SizingReport:
    return size_licenses(database, cast.ana.actor, FEBRUARY, prices, NOW, own_limits=own_limits)


def refused_with(spans: list[Span], licenses: int) -> int:
    """Plainly: whoever finds all licenses held goes away."""
    inside: list[datetime] = []
    away = 0
    for start, end in sorted(spans):
        inside = [until for until in inside if until > start]
        if len(inside) < licenses:
            inside.append(end)
        else:
            away += 1
    return away


@pytest.mark.parametrize("seed", range(3))
def test_what_is_refused_with_each_number_agrees_with_a_plain_replay(
    database: Database, cast: Cast, seed: int
) -> None:
    history = made_history(120, users=9, seed=seed, gap=240.0)
    import_history(database, "acme", as_file(history), NOW)
    spans = held(history)

    sizing = sized(database, cast).sizing

    assert sizing.wishes == len(spans)
    assert [outcome.refused for outcome in sizing.outcomes] == [
        refused_with(spans, number) for number in range(1, 51)
    ]


def test_the_more_licenses_the_fewer_are_refused_and_the_fewer_minutes_are_used(
    database: Database, cast: Cast
) -> None:
    import_history(database, "acme", as_file(made_history(120, users=9, gap=240.0)), NOW)

    outcomes = sized(database, cast).sizing.outcomes

    assert all(
        one.refused >= more.refused and one.minutes >= more.minutes for one, more in pairwise(outcomes)
    )
    assert (outcomes[-1].refused, outcomes[-1].minutes) == (0, 0)


def test_users_own_limits_count_only_when_they_are_asked_for(database: Database, cast: Cast) -> None:
    add_user(database, "dora", own_limit=1)
    lines = [
        HEADER,
        "dora,D-1,2025-02-03T08:00:00Z,2025-02-03T09:00:00Z,,,",
        "dora,D-2,2025-02-03T08:30:00Z,2025-02-03T09:30:00Z,,,",
    ]
    import_history(database, "acme", lines, NOW)

    assert sized(database, cast).sizing.by_own_limits == 1
    assert sized(database, cast, own_limits=False).sizing.by_own_limits == 0


def test_the_cheapest_number_is_named_where_prices_are_known(database: Database, cast: Cast) -> None:
    lines = [
        HEADER,
        "ben,BEN-DESK,2025-02-03T08:00:00Z,2025-02-03T10:00:00Z,,,",
        "cleo,CLEO-DESK,2025-02-03T08:30:00Z,2025-02-03T08:40:00Z,,,",
    ]
    import_history(database, "acme", lines, NOW)

    sizing = sized(database, cast, prices=Prices(license_month=20.0, minute=1.0, months=1.0)).sizing

    assert sizing.cheapest == 1
    assert [outcome.cost_with_minutes for outcome in sizing.outcomes[:2]] == [30.0, 40.0]


def test_who_got_in_later_had_wanted_to_begin_when_they_were_first_refused(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    held_by = [
        opened(database, seat, clock.now()) for seat in (cast.ana.desk, cast.ana.laptop, cast.ben.desk)
    ]
    refused(database, cast.cleo.desk, clock.advance(10))
    end_session(database, cast.ben.desk.actor, held_by[2].id, clock.advance(20))
    late = opened(database, cast.cleo.desk, clock.advance(5))
    end_session(database, cast.cleo.desk.actor, late.id, clock.advance(30))
    today = preset_period(Preset.TODAY, clock.now(), UTC)

    report = size_licenses(database, cast.ana.actor, today, None, clock.advance(300), own_limits=True)

    assert (report.sizing.wishes, report.assumed) == (4, 0)
    assert [outcome.refused for outcome in report.sizing.outcomes[:4]] == [3, 2, 1, 0]


def test_who_gave_up_is_taken_to_have_wanted_to_stay_as_long_as_they_usually_do(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    for seat in (cast.ana.desk, cast.ana.laptop, cast.ben.desk):
        opened(database, seat, clock.now())
    refused(database, cast.cleo.desk, clock.advance(10))
    today = preset_period(Preset.TODAY, clock.now(), UTC)

    report = size_licenses(database, cast.ana.actor, today, None, clock.advance(3600), own_limits=True)

    assert (report.sizing.wishes, report.assumed) == (4, 1)
    assert [outcome.refused for outcome in report.sizing.outcomes[:4]] == [3, 2, 1, 0]


def test_where_nothing_was_wanted_nothing_is_answered(database: Database, cast: Cast) -> None:
    import_history(database, "acme", as_file(made_history(20, users=4)), NOW)

    report = size_licenses(database, cast.gus.actor, FEBRUARY, None, NOW, own_limits=True)

    assert (report.sizing.wishes, report.sizing.peak, report.licenses) == (0, 1, 2)


@pytest.mark.parametrize("rights", [set(), {Right.VIEW_OWN_REPORTS}])
def test_it_needs_the_right_to_view_domain_reports(
    database: Database, cast: Cast, rights: set[Right]
) -> None:
    ben = replace(cast.ben.actor, rights=frozenset(rights))

    with pytest.raises(Forbidden):
        size_licenses(database, ben, FEBRUARY, None, NOW + timedelta(hours=1), own_limits=True)
