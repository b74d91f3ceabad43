from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.services.acting import opened, with_rights
from tests.services.made_history import BEGAN, HEADER, as_file, held, made_history
from tests.services.plain_usage import Span, bring_in, curve_of, forget_sums, levels_of
from tests.support.cast import Cast
from webapp.db import Database
from webapp.domain.access import Right
from webapp.domain.errors import Forbidden
from webapp.domain.periods import Period, chosen_period
from webapp.domain.usage_curves import Step, WorkingHours, begins_at, quarter_of
from webapp.services.export_usage import Span as Row
from webapp.services.export_usage import export_usage
from webapp.services.import_history import import_history
from webapp.services.report_usage import UsageReport, report_usage
from webapp.services.set_licenses import set_licenses
from webapp.services.sum_up_usage import sum_up_account

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
A_DAY = timedelta(days=1)
THAT_DAY = chosen_period("2025-02-03", "2025-02-03", UTC)
WORK = WorkingHours()


def report(database: Database, cast: Cast, period: Period = THAT_DAY, now: datetime = NOW) -> UsageReport:
    return report_usage(database, cast.ana.actor, period, WORK, now)


def told(curve: list[Step]) -> list[tuple[datetime, int]]:
    return [(step.at, step.in_use) for step in curve]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("summed_up", [True, False], ids=["summed up", "not summed up"])
def test_curve_peaks_and_durations_agree_with_plain_counting(
    database: Database, cast: Cast, seed: int, summed_up: bool
) -> None:
    history = made_history(60, users=6, seed=seed, gap=600.0)
    import_history(database, "acme", as_file(history), NOW)
    if not summed_up:
        forget_sums(database, cast.ana.actor.account_id, BEGAN)
    start, end = THAT_DAY.start, THAT_DAY.end
    known_since = begins_at(quarter_of(history[0].started))  # before it nothing is counted
    plain = curve_of(held(history), start, end)

    usage = report(database, cast)

    assert told(list(usage.curve)) == plain
    assert +usage.levels == levels_of(curve_of(held(history), known_since, end), end)
    assert usage.peaks == {date(2025, 2, 3): max(there for _, there in plain)}
    assert sum(share.seconds for share in usage.users) == pytest.approx(
        sum(number * time for number, time in usage.levels.items()) / 1e6, abs=1e-6
    )


def test_the_same_before_and_after_it_is_summed_up(database: Database, cast: Cast) -> None:
    bring_in(database, cast.ana.actor.account_id, made_history(200, users=8, gap=900.0), NOW)
    period = chosen_period("2025-02-01", "2025-02-20", ZoneInfo("Asia/Kathmandu"))
    before = report(database, cast, period)

    sum_up_account(database, cast.ana.actor.account_id, NOW)

    assert report(database, cast, period) == before
    assert before.span == timedelta(minutes=30)


def test_the_export_has_every_change_also_over_weeks_and_no_gap(database: Database, cast: Cast) -> None:
    history = made_history(300, users=8, gap=7200.0)
    bring_in(database, cast.ana.actor.account_id, history, NOW)
    period = chosen_period("2025-02-01", "2025-03-10", UTC)

    rows = list(export_usage(database, cast.ana.actor, period, NOW))

    assert [(row.at, row.in_use) for row in rows] == curve_of(held(history), period.start, period.end)
    assert [row.until for row in rows] == [*(row.at for row in rows[1:]), period.end]


def test_the_export_tells_what_is_held_now_up_to_now(database: Database, cast: Cast) -> None:
    opened(database, cast.ben.desk, NOW)
    now = NOW + timedelta(seconds=30)
    today = chosen_period("2026-03-02", "2026-03-02", UTC)

    rows = list(export_usage(database, cast.ana.actor, today, now))

    assert rows == [Row(today.start, NOW, 0, 3), Row(NOW, now, 1, 3)]


def test_a_license_whose_lease_ran_out_counts_until_then_though_nobody_wrote_it_down(
    database: Database, cast: Cast
) -> None:
    opened(database, cast.ben.desk, NOW)
    today = chosen_period("2026-03-02", "2026-03-02", UTC)

    usage = report(database, cast, today, NOW + timedelta(hours=1))

    assert told(list(usage.curve)) == [(today.start, 0), (NOW, 1), (NOW + timedelta(seconds=90), 0)]
    assert [share.seconds for share in usage.users] == [90.0]


def test_the_number_of_licenses_is_told_with_its_changes(database: Database, cast: Cast) -> None:
    set_licenses(database, "acme", 5, NOW + timedelta(hours=1))
    today = chosen_period("2026-03-02", "2026-03-02", UTC)

    usage = report(database, cast, today, NOW + timedelta(hours=2))

    assert usage.licenses == [Step(today.start, 3), Step(NOW + timedelta(hours=1), 5)]


def test_with_the_right_to_own_reports_alone_one_sees_ones_own_use(database: Database, cast: Cast) -> None:
    lines = [
        HEADER,
        "ben,BEN-DESK,2025-02-03T08:00:00Z,2025-02-03T09:00:00Z,,,",
        "cleo,CLEO-DESK,2025-02-03T08:30:00Z,2025-02-03T10:00:00Z,,,",
    ]
    import_history(database, "acme", lines, NOW)
    ben = with_rights(cast.ben.actor, Right.VIEW_OWN_REPORTS)
    eight = datetime(2025, 2, 3, 8, tzinfo=UTC)
    mine: list[Span] = [(eight, eight + timedelta(hours=1))]

    usage = report_usage(database, ben, THAT_DAY, WORK, NOW)

    assert usage.own
    assert told(list(usage.curve)) == curve_of(mine, THAT_DAY.start, THAT_DAY.end)
    assert +usage.levels == levels_of(curve_of(mine, THAT_DAY.start, THAT_DAY.end), THAT_DAY.end)
    assert [(share.name, share.seconds, share.times) for share in usage.users] == [("Ben Okafor", 3600.0, 1)]
    assert [(row.at, row.in_use) for row in export_usage(database, ben, THAT_DAY, NOW)] == told(
        list(usage.curve)
    )


def test_without_a_right_to_reports_there_is_none(database: Database, cast: Cast) -> None:
    nobody = replace(cast.ben.actor, rights=frozenset())

    with pytest.raises(Forbidden):
        report_usage(database, nobody, THAT_DAY, WORK, NOW)
    with pytest.raises(Forbidden):
        export_usage(database, nobody, THAT_DAY, NOW)


def test_nothing_of_another_account_is_in_it(database: Database, cast: Cast) -> None:
    bring_in(database, cast.ana.actor.account_id, made_history(20, users=3), NOW)

    usage = report_usage(database, cast.gus.actor, THAT_DAY, WORK, NOW)

    assert (told(list(usage.curve)), usage.users) == ([(THAT_DAY.start, 0)], [])


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Ljubljana", "2025-03-30", 23),
        ("Europe/Ljubljana", "2025-10-26", 25),
        ("America/New_York", "2025-03-09", 23),
        ("America/New_York", "2025-11-02", 25),
    ],
)
def test_a_day_on_which_clocks_change_has_its_true_length_and_hours(
    database: Database, cast: Cast, zone: str, day: str, hours: int
) -> None:
    period = chosen_period(day, day, ZoneInfo(zone))
    began, over = (moment.astimezone(UTC).isoformat() for moment in (period.start, period.end))
    import_history(database, "acme", [HEADER, f"ben,BEN-DESK,{began},{over},,,"], NOW)

    usage = report(database, cast, period)

    assert +usage.levels == {1: hours * 3_600_000_000}
    assert usage.peaks == {period.first: 1}
    assert (usage.end - usage.start, usage.users[0].seconds) == (timedelta(hours=hours), hours * 3600.0)
    of_sunday = [hour.average for hour in usage.heat[6]]
    missing = {2} if hours == 23 else set()
    assert of_sunday == [0.0 if hour in missing else 1.0 for hour in range(24)]
    assert sum(hour.average for weekday in usage.heat[:6] for hour in weekday) == 0
    around = chosen_period(
        (period.first - A_DAY).isoformat(), (period.first + A_DAY).isoformat(), ZoneInfo(zone)
    )
    peaks = report(database, cast, around).peaks
    assert {day for day, peak in peaks.items() if peak} == {period.first}
    assert peaks[period.first + A_DAY] == 0
