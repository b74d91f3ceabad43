from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from tests.services.acting import LEASE, insert_session, opened, with_rights
from tests.services.made_history import Made, as_file, made_history
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from webapp.db import Database
from webapp.domain.access import Actor, Right
from webapp.domain.errors import Forbidden, Invalid
from webapp.domain.states import EndReason, Funding, SessionKind, SessionState
from webapp.services.end_session import end_session
from webapp.services.import_history import import_history
from webapp.services.report_sessions import export_sessions, report_sessions
from webapp.services.steps.history_pages import Place, Sort, page_of, read_place
from webapp.services.steps.history_rows import HistoryRow
from webapp.services.steps.session_history import HistoryQuery, SessionFilterState
from webapp.services.terminate_sessions import terminate_sessions

HISTORY = made_history(400, users=12)
FIRST, LAST = HISTORY[0].started, max(session.ended for session in HISTORY)
NOW = LAST + timedelta(hours=1)
EVERYTHING = HistoryQuery(FIRST, NOW)
KEYS: dict[Sort, Callable[[HistoryRow], object]] = {
    Sort.STARTED: lambda row: row.opened_at,
    Sort.DURATION: lambda row: row.seconds,
    Sort.USER: lambda row: row.display_name.lower(),
    Sort.DEVICE: lambda row: row.device_name.lower(),
}


@pytest.fixture
def ana(database: Database, cast: Cast) -> Actor:
    """The owner of acme, to which the made-up history was brought."""
    assert import_history(database, "acme", as_file(HISTORY), NOW).bad == []
    return cast.ana.actor


def pages(
    db: Database, actor: Actor, query: HistoryQuery, sort: Sort, limit: int, *, descending: bool
) -> list[HistoryRow]:
    """All rows, read page after page; a place is carried as an address does."""
    rows: list[HistoryRow] = []
    after: Place | None = None
    while True:
        page = report_sessions(db, actor, query, sort, NOW, descending=descending, after=after, limit=limit)
        rows += page.rows
        if page.next_after is None:
            return rows
        after = read_place(str(page.next_after), sort)
        assert after == page.next_after


def told(rows: Iterable[HistoryRow]) -> list[tuple[str, str, datetime, datetime | None]]:
    """What a made-up session says too."""
    return [(row.user_name, row.device_name, row.opened_at, row.ended_at) for row in rows]


def made(sessions: Iterable[Made]) -> list[tuple[str, str, datetime, datetime | None]]:
    """The same of the made-up history, oldest first."""
    ordered = sorted(sessions, key=lambda session: session.started)
    return [(session.user, session.device, session.started, session.ended) for session in ordered]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", Sort)
def test_pages_are_complete_in_order_and_without_repeats(
    database: Database, ana: Actor, sort: Sort, descending: bool
) -> None:
    rows = pages(database, ana, EVERYTHING, sort, 37, descending=descending)

    keys = [(KEYS[sort](row), row.opened_at) for row in rows]
    assert keys == sorted(keys, reverse=descending)
    assert sorted(told(rows), key=lambda row: row[2]) == made(HISTORY)


def test_sessions_of_the_same_moment_are_neither_lost_nor_repeated_between_pages(
    database: Database, cast: Cast
) -> None:
    twins = [Made(f"user{n}", "PC", FIRST, FIRST + timedelta(minutes=5)) for n in range(7)]
    import_history(database, "acme", as_file(twins), NOW)

    for sort in Sort:
        for descending in (False, True):
            rows = pages(database, cast.ana.actor, EVERYTHING, sort, 2, descending=descending)
            assert sorted(row.user_name for row in rows) == [f"user{n}" for n in range(7)]


def test_totals_are_those_of_all_pages_to_the_microsecond(database: Database, ana: Actor) -> None:
    totals = report_sessions(database, ana, EVERYTHING, Sort.STARTED, NOW, limit=10).totals

    lasted = sum((session.ended - session.started for session in HISTORY), timedelta())
    assert totals.seconds == lasted.total_seconds()
    assert totals.sessions == len(HISTORY)
    assert totals.users == len({session.user for session in HISTORY})
    assert totals.devices == len({session.device for session in HISTORY})


def test_a_fraction_that_rounds_up_to_the_next_second_counts_as_it_is(database: Database, cast: Cast) -> None:
    start = FIRST.replace(microsecond=0) + timedelta(seconds=1)
    session = Made("ben", "PC", start, start + timedelta(seconds=9, microseconds=999_999))
    import_history(database, "acme", as_file([session]), NOW)

    report = report_sessions(database, cast.ana.actor, EVERYTHING, Sort.STARTED, NOW)

    assert (report.totals.seconds, report.rows[0].seconds) == (9.999999, 9.999999)


@pytest.mark.parametrize(
    ("chosen", "fits"),
    [
        ({"user": "USER1"}, lambda n, session: session.user.startswith("user1")),
        ({"device": "pc-3-"}, lambda n, session: session.device.startswith("PC-3-")),
        ({"remote": "srv-4"}, lambda n, session: n % 9 == 4),
        ({"user": "user1", "remote": "SRV-4"}, lambda n, s: n % 9 == 4 and s.user.startswith("user1")),
        ({"user": "%"}, lambda n, session: False),
        ({"kind": SessionKind.UNATTENDED}, lambda n, session: True),
        ({"kind": SessionKind.SUPPORT}, lambda n, session: False),
        ({"state": SessionFilterState.ENDED}, lambda n, session: True),
        ({"state": SessionFilterState.OPEN}, lambda n, session: False),
        ({"funding": Funding.LICENSE}, lambda n, session: True),
        ({"funding": Funding.PPU}, lambda n, session: False),
        ({"end_reason": EndReason.CLOSED_BY_CLIENT}, lambda n, session: True),
        ({"end_reason": EndReason.TERMINATED}, lambda n, session: False),
        ({"start": HISTORY[50].started, "end": HISTORY[90].started}, lambda n, session: 51 <= n <= 90),
    ],
)
def test_filters_totals_and_export_agree_with_the_history_told_plainly(
    database: Database, ana: Actor, chosen: dict[str, object], fits: Callable[[int, Made], bool]
) -> None:
    query = replace(EVERYTHING, **chosen)  # type: ignore[arg-type]
    expected = [session for n, session in enumerate(HISTORY, 1) if fits(n, session)]

    report = report_sessions(database, ana, query, Sort.STARTED, NOW)

    assert told(export_sessions(database, ana, query, NOW)) == made(expected)
    assert report.totals.sessions == len(expected)
    assert report.totals.seconds == sum((s.ended - s.started for s in expected), timedelta()).total_seconds()


def test_an_export_of_more_than_is_read_at_once_is_complete(
    database: Database, ana: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.services.report_sessions.IN_ONE_GO", 50)

    assert told(export_sessions(database, ana, EVERYTHING, NOW)) == made(HISTORY)


def test_a_place_that_was_made_up_is_refused() -> None:
    for text in ("", "x", "2026-03-02~x~", "2026-03-02T09:00:00+00:00~1~2"):
        with pytest.raises(Invalid):
            read_place(text, Sort.STARTED)
    with pytest.raises(Invalid):
        read_place(f"2026-03-02T09:00:00+00:00~{'0' * 32}~long", Sort.DURATION)


def test_with_the_right_to_ones_own_reports_there_is_nobody_else(database: Database, cast: Cast) -> None:
    now = FrozenClock().now()
    for seat in (cast.ana.desk, cast.ben.desk, cast.cleo.desk):
        opened(database, seat, now)
    own = with_rights(cast.ben.actor, Right.VIEW_OWN_REPORTS)
    query = HistoryQuery(now, now + timedelta(days=1))

    report = report_sessions(database, own, query, Sort.STARTED, now)

    assert report.own
    assert [row.user_name for row in report.rows] == ["ben"]
    assert report.totals.sessions == 1
    assert [row.user_name for row in export_sessions(database, own, query, now)] == ["ben"]


def test_without_a_right_to_reports_there_is_no_report(database: Database, cast: Cast) -> None:
    nobody = with_rights(cast.ben.actor, Right.VIEW_DOMAIN)

    with pytest.raises(Forbidden):
        report_sessions(database, nobody, EVERYTHING, Sort.STARTED, NOW)
    with pytest.raises(Forbidden):
        export_sessions(database, nobody, EVERYTHING, NOW)


def test_a_neighbour_sees_nothing(database: Database, ana: Actor, cast: Cast) -> None:
    assert report_sessions(database, cast.gus.actor, EVERYTHING, Sort.STARTED, NOW).rows == ()
    assert list(export_sessions(database, cast.gus.actor, EVERYTHING, NOW)) == []


def test_somebody_elses_paused_session_is_not_in_the_report(database: Database, cast: Cast) -> None:
    now = FrozenClock().now()
    insert_session(database, cast.ben.desk, SessionState.PAUSED, now, None)
    query = HistoryQuery(now, now + timedelta(days=3))

    def seen_by(actor: Actor, at: datetime) -> int:
        return report_sessions(database, actor, query, Sort.STARTED, at).totals.sessions

    assert (seen_by(cast.ben.actor, now), seen_by(cast.ana.actor, now)) == (1, 0)
    assert seen_by(cast.ana.actor, now + timedelta(days=2)) == 1


def test_what_is_open_or_over_is_worked_out_from_now(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    lost, closed, ending = (
        opened(database, seat, clock.now()) for seat in (cast.ana.desk, cast.ben.desk, cast.cleo.desk)
    )
    query = HistoryQuery(clock.now(), clock.now() + timedelta(days=1))
    end_session(database, cast.ben.desk.actor, closed.id, clock.advance(10))
    terminate_sessions(database, cast.ana.actor, [ending.id], "Lunch", clock.now())

    def states(at: datetime) -> dict[str, tuple[float, EndReason | None, str | None]]:
        rows = report_sessions(database, cast.ana.actor, query, Sort.STARTED, at).rows
        return {row.user_name: (row.seconds, row.end_reason, row.ended_by) for row in rows}

    assert states(clock.now()) == {
        "ana": (10.0, None, None),
        "ben": (10.0, EndReason.CLOSED_BY_CLIENT, None),
        "cleo": (10.0, None, None),
    }
    assert states(clock.now() + timedelta(hours=1)) == {
        "ana": (LEASE.total_seconds(), EndReason.LEASE_LAPSED, None),
        "ben": (10.0, EndReason.CLOSED_BY_CLIENT, None),
        "cleo": (40.0, EndReason.TERMINATED, "Ana Novak"),
    }
    assert lost.id != closed.id


def test_the_filter_for_how_it_ended_sees_what_is_not_written_down_yet(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    opened(database, cast.ana.desk, clock.now())
    query = HistoryQuery(clock.now(), clock.now() + timedelta(days=1), end_reason=EndReason.LEASE_LAPSED)

    before = report_sessions(database, cast.ana.actor, query, Sort.STARTED, clock.now())
    after = report_sessions(database, cast.ana.actor, query, Sort.STARTED, clock.advance(3600))

    assert (before.totals.sessions, after.totals.sessions) == (0, 1)


@on_sqlite
@pytest.mark.parametrize("descending", [False, True])
def test_a_page_far_on_enters_the_index_there_and_sorts_nothing_but_itself(
    database: Database, cast: Cast, descending: bool
) -> None:
    place = Place(FIRST + timedelta(days=100), UUID(int=1))
    page = page_of(
        cast.ana.actor, EVERYTHING, Sort.STARTED, NOW, limit=50, descending=descending, after=place
    )

    with database.read() as tx:
        text = str(page.compile(tx, compile_kwargs={"literal_binds": True}))
        plan = [row.detail for row in tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}")]

    bounds = "(account_id=? AND opened_at>? AND opened_at<?)"
    assert plan[1] == f"SEARCH client_sessions USING INDEX ix_client_sessions_opened {bounds}"
    assert not any("SCAN client_sessions" in step or "SCAN terminations" in step for step in plan)
    assert str(FIRST + timedelta(days=100))[:10] in text
