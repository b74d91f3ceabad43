from uuid import UUID

import pytest
from sqlalchemy import update

from tests.services.acting import insert_session, one_seat_of_own_limit, opened, seats, with_rights
from tests.services.pausing import paused
from tests.support.cast import Cast, Seat, sign_in_on
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.support.minutes import give_minutes
from webapp.db import Database
from webapp.domain.access import Actor, Right
from webapp.domain.errors import Forbidden, NotFound
from webapp.domain.states import EndReason, SessionState
from webapp.models import Device
from webapp.services.finalise_overdue_sessions import finalise_overdue_sessions
from webapp.services.list_licenses import list_licenses
from webapp.services.list_sessions import get_session, list_sessions
from webapp.services.renew_leases import renew_device_leases
from webapp.services.set_licenses import set_licenses
from webapp.services.steps.sessions import SessionView
from webapp.services.terminate_sessions import terminate_sessions
from webapp.services.view_usage import (
    Overview,
    PpuStanding,
    SessionRow,
    UsagePage,
    UsageQuery,
    view_usage,
)


def rename(database: Database, seat: Seat, name: str) -> None:
    """Name a device anew."""
    database.write(
        lambda tx: tx.execute(
            update(Device).where(Device.device_id == seat.actor.device_id).values(name=name)
        )
    )


@pytest.fixture
def held(database: Database, cast: Cast, clock: FrozenClock) -> dict[str, SessionView]:
    """Ben has two sessions at his desk, cleo one; cleo's is being ended."""
    first = opened(database, cast.ben.desk, clock.now(), "SRV-DB-02")
    cleos = opened(database, cast.cleo.desk, clock.advance(1), "SRV-WEB_01")
    second = opened(database, cast.ben.desk, clock.advance(1), "100% pure")
    terminate_sessions(database, cast.ana.actor, [cleos.id], "Maintenance", clock.advance(1))
    return {"first": first, "second": second, "cleos": cleos}


def numbers(page: UsagePage) -> list[int | None]:
    return [group.number for group in page.groups]


def test_sessions_are_listed_by_license_with_their_holder(
    database: Database, cast: Cast, clock: FrozenClock, held: dict[str, SessionView]
) -> None:
    page = view_usage(database, cast.ben.actor, UsageQuery(), clock.now())

    told = [
        (g.number, g.user_name, g.device_name, g.mine, g.held_since, [s.id for s in g.sessions])
        for g in page.groups
    ]
    assert told == [
        (1, "ben", "BEN-DESK", True, held["first"].opened_at, [held["first"].id, held["second"].id]),
        (2, "cleo", "CLEO-DESK", False, held["cleos"].opened_at, [held["cleos"].id]),
    ]


def test_a_session_that_is_being_ended_tells_by_whom_why_and_until_when(
    database: Database, cast: Cast, clock: FrozenClock, held: dict[str, SessionView]
) -> None:
    page = view_usage(database, cast.ben.actor, UsageQuery(show="ending"), clock.now())

    cleos = held["cleos"]
    assert [group.sessions for group in page.groups] == [(
        SessionRow(
            id=cleos.id, kind=cleos.kind, state=SessionState.ENDING, remote="SRV-WEB_01", remote_address=None,
            display_name="Cleo Marsh", device_name="CLEO-DESK", opened_at=cleos.opened_at, ends_at=clock.advance(30),
            notice_seconds=30, mine=False, may_end=True, may_pause=False, ending_by="Ana Novak",
            ending_reason="Maintenance", told=False, ends_for=EndReason.TERMINATED,
        ),
    )]  # fmt: skip


def test_the_overview_counts_licenses_ones_own_and_those_about_to_be_free(
    database: Database, cast: Cast, clock: FrozenClock, held: dict[str, SessionView]
) -> None:
    page = view_usage(database, cast.ben.actor, UsageQuery(), clock.now())

    assert page.overview == Overview(
        licenses=3,
        in_use=2,
        segments=("mine", "ending", "free"),
        own_limit=None,
        own_in_use=1,
        refused_in_24_hours=0,
    )


def test_licenses_held_above_a_lowered_number_are_shown_too(
    database: Database, cast: Cast, clock: FrozenClock, held: dict[str, SessionView]
) -> None:
    set_licenses(database, "acme", 1, clock.now())

    overview = view_usage(database, cast.ben.actor, UsageQuery(), clock.now()).overview

    assert (overview.licenses, overview.in_use, overview.segments) == (1, 2, ("mine", "ending"))


def test_more_than_60_licenses_have_no_segments(database: Database, cast: Cast, clock: FrozenClock) -> None:
    segments = []
    for licenses in (60, 61):
        set_licenses(database, "acme", licenses, clock.now())
        segments.append(view_usage(database, cast.ben.actor, UsageQuery(), clock.now()).overview.segments)

    assert segments == [("free",) * 60, ()]


def test_ones_own_limit_and_how_much_of_it_is_used(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    first, _ = one_seat_of_own_limit(database, limit=2, devices=2)
    opened(database, first, clock.now())

    overview = view_usage(database, first.actor, UsageQuery(), clock.now()).overview

    assert (overview.own_limit, overview.own_in_use) == (2, 1)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (UsageQuery(), [1, 2]),
        (UsageQuery(show="mine"), [1]),
        (UsageQuery(show="ending"), [2]),
        (UsageQuery(search="srv"), [1, 2]),
        (UsageQuery(search="BEN okafor"), [1]),
        (UsageQuery(search="cleo srv"), [2]),
        (UsageQuery(search="cleo-desk"), [2]),
        (UsageQuery(search="ben cleo"), []),
        (UsageQuery(search="%"), [1]),
        (UsageQuery(search="_01"), [2]),
        (UsageQuery(search="x_01"), []),
        (UsageQuery(search="'; --"), []),
        (UsageQuery(search="srv", show="mine"), [1]),
    ],
    ids=str,
)
def test_search_finds_every_word_in_names_devices_and_remote_sides(
    database: Database,
    cast: Cast,
    clock: FrozenClock,
    held: dict[str, SessionView],
    query: UsageQuery,
    found: list[int],
) -> None:
    page = view_usage(database, cast.ben.actor, query, clock.now())

    assert numbers(page) == found


@on_sqlite  # PostgreSQL knows the alphabets of the locale that the database was created with
def test_search_does_not_mind_the_case_of_any_alphabet(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    rename(database, cast.ben.desk, "ÉCRAN Müller")
    opened(database, cast.ben.desk, clock.now())

    found = [
        numbers(view_usage(database, cast.ben.actor, UsageQuery(search=words), clock.now()))
        for words in ("écran", "ÉCRAN", "MÜLLER", "müller")
    ]

    assert found == [[1]] * 4


def test_a_license_of_which_one_session_matches_is_shown_whole(
    database: Database, cast: Cast, clock: FrozenClock, held: dict[str, SessionView]
) -> None:
    (group,) = view_usage(database, cast.ben.actor, UsageQuery(search="pure"), clock.now()).groups

    assert [session.id for session in group.sessions] == [held["first"].id, held["second"].id]


def test_a_hundred_licenses_make_a_page_and_the_rest_the_next(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    set_licenses(database, "acme", 101, clock.now())
    for seat in [*seats(database, 97), *(person.desk for person in (cast.ana, cast.ben, cast.cleo))]:
        opened(database, seat, clock.now())
    opened(database, cast.ana.laptop, clock.now())

    first = view_usage(database, cast.ana.actor, UsageQuery(), clock.now())
    second = view_usage(database, cast.ana.actor, UsageQuery(after=first.next_after), clock.now())

    assert (numbers(first), first.next_after) == (list(range(1, 101)), 100)
    assert (numbers(second), second.next_after) == ([101], None)


VIEWERS: dict[str, tuple[tuple[Right, ...], list[int | None], list[bool]]] = {
    "own": ((Right.VIEW_OWN,), [1], [False]),
    "own, and ends them": ((Right.VIEW_OWN, Right.CONTROL_OWN), [1], [True]),
    "the domain's": ((Right.VIEW_OWN, Right.VIEW_DOMAIN), [1, 2], [False, False]),
    "the domain's, and ends own": (
        (Right.VIEW_OWN, Right.VIEW_DOMAIN, Right.CONTROL_OWN),
        [1, 2],
        [True, False],
    ),
}


@pytest.mark.parametrize("name", VIEWERS)
def test_page_lists_and_sessions_show_what_the_rights_say_who_views(
    database: Database, cast: Cast, clock: FrozenClock, held: dict[str, SessionView], name: str
) -> None:
    rights, shown, may_end = VIEWERS[name]
    ben = with_rights(cast.ben.actor, *rights)

    page = view_usage(database, ben, UsageQuery(), clock.now())

    listed = list_sessions(database, ben, None, 100, clock.now()).items
    assert numbers(page) == shown
    assert [group.sessions[0].may_end for group in page.groups] == may_end
    assert [holder.license for holder in list_licenses(database, ben, clock.now()).holders] == shown
    assert {view.id for view in listed} == {session.id for group in page.groups for session in group.sessions}
    assert page.overview.in_use == 2
    assert visible(database, ben, held, clock) == {view.id for view in listed}


def visible(database: Database, actor: Actor, held: dict[str, SessionView], clock: FrozenClock) -> set[UUID]:
    seen = set()
    for session in held.values():
        try:
            seen.add(get_session(database, actor, session.id, clock.now()).id)
        except NotFound:
            continue
    return seen


def test_who_may_view_nothing_is_told_so(
    database: Database, cast: Cast, clock: FrozenClock, held: dict[str, SessionView]
) -> None:
    nobody = with_rights(cast.ben.actor)

    with pytest.raises(Forbidden):
        view_usage(database, nobody, UsageQuery(), clock.now())
    with pytest.raises(Forbidden):
        list_sessions(database, nobody, None, 100, clock.now())
    assert list_licenses(database, nobody, clock.now()).holders == ()
    assert visible(database, nobody, held, clock) == set()


def test_the_device_that_runs_a_session_may_ask_for_it_without_any_right(
    database: Database, cast: Cast, clock: FrozenClock, held: dict[str, SessionView]
) -> None:
    desk = with_rights(cast.ben.desk.actor)

    assert get_session(database, desk, held["first"].id, clock.now()).state == SessionState.ACTIVE


def test_a_paused_session_is_listed_to_its_own_user_alone(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    paused = insert_session(database, cast.ben.desk, SessionState.PAUSED, clock.now(), None)

    listed = {
        name: [view.id for view in list_sessions(database, person.actor, None, 100, clock.now()).items]
        for name, person in (("ana", cast.ana), ("ben", cast.ben))
    }

    assert listed == {"ana": [], "ben": [paused]}
    with pytest.raises(NotFound):
        get_session(database, cast.ana.actor, paused, clock.now())


@pytest.fixture
def short(database: Database, cast: Cast, clock: FrozenClock) -> dict[str, SessionView]:
    """One license, which ana holds; ben's desk and cleo's run on pay per use. Ben's laptop has a paused session."""
    paused_one = opened(database, cast.ben.laptop, clock.now(), "SRV-PAUSED")
    paused(database, cast.ben.laptop, paused_one, clock.now())
    set_licenses(database, "acme", 1, clock.now())
    give_minutes(database, 100)
    seats_of = {"ana": cast.ana.desk, "ben": cast.ben.desk, "cleo": cast.cleo.desk}
    sessions = {name: opened(database, seat, clock.now(), f"SRV-{name}") for name, seat in seats_of.items()}
    return {**sessions, "paused": paused_one}


def shown(page: UsagePage) -> tuple[list[int | None], list[str], list[str]]:
    """License numbers, and the remote sides on pay per use and paused."""
    return numbers(page), [row.remote for row in page.on_ppu], [row.remote for row in page.paused]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (UsageQuery(), ([1], ["SRV-ben", "SRV-cleo"], ["SRV-PAUSED"])),
        (UsageQuery(show="mine"), ([], ["SRV-ben"], ["SRV-PAUSED"])),
        (UsageQuery(show="ppu"), ([], ["SRV-ben", "SRV-cleo"], [])),
        (UsageQuery(show="paused"), ([], [], ["SRV-PAUSED"])),
        (UsageQuery(show="ending"), ([], [], [])),
        (UsageQuery(search="cleo"), ([], ["SRV-cleo"], [])),
        (UsageQuery(search="paused ben-laptop"), ([], [], ["SRV-PAUSED"])),
        (UsageQuery(with_paused=False), ([1], ["SRV-ben", "SRV-cleo"], [])),
        (UsageQuery(after=1), ([], ["SRV-ben", "SRV-cleo"], ["SRV-PAUSED"])),
    ],
    ids=str,
)
def test_sessions_that_hold_no_license_stand_apart_and_follow_search_and_filter(
    database: Database,
    cast: Cast,
    clock: FrozenClock,
    short: dict[str, SessionView],
    query: UsageQuery,
    found: tuple[list[int | None], list[str], list[str]],
) -> None:
    assert shown(view_usage(database, cast.ben.actor, query, clock.now())) == found


def test_paused_sessions_are_shown_to_their_own_user_alone_and_pay_per_use_as_rights_say(
    database: Database, cast: Cast, clock: FrozenClock, short: dict[str, SessionView]
) -> None:
    own_only = with_rights(cast.cleo.actor, Right.VIEW_OWN)

    views = [
        shown(view_usage(database, actor, UsageQuery(), clock.now()))
        for actor in (cast.ana.actor, own_only, cast.gus.actor)
    ]

    assert views == [([1], ["SRV-ben", "SRV-cleo"], []), ([], ["SRV-cleo"], []), ([], [], [])]


def test_a_session_on_pay_per_use_tells_the_minutes_that_were_charged(
    database: Database, cast: Cast, clock: FrozenClock, short: dict[str, SessionView]
) -> None:
    for seat in (cast.ana.desk, cast.ben.desk, cast.cleo.desk):
        renew_device_leases(database, seat.actor, clock.now())
    finalise_overdue_sessions(database, clock.advance(61))

    page = view_usage(database, cast.ana.actor, UsageQuery(), clock.now())

    assert [(row.display_name, row.minutes_used) for row in page.on_ppu] == [
        ("Ben Okafor", 2),
        ("Cleo Marsh", 2),
    ]
    assert page.overview.ppu == PpuStanding(minutes=96, sessions=2, is_usable=True)


def test_the_overview_counts_no_license_for_pay_per_use_and_a_device_for_each(
    database: Database, cast: Cast, clock: FrozenClock, short: dict[str, SessionView]
) -> None:
    overview = view_usage(database, cast.ben.actor, UsageQuery(), clock.now()).overview
    licenses = list_licenses(database, cast.ben.actor, clock.now())

    assert (overview.in_use, overview.segments, overview.own_in_use) == (1, ("other",), 1)
    assert (licenses.in_use, [holder.user for holder in licenses.holders]) == (1, ["ana"])


def test_one_that_minutes_cannot_pay_is_being_ended_by_the_server(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    set_licenses(database, "acme", 0, clock.now())
    give_minutes(database, 1)
    opened(database, cast.ben.desk, clock.now())
    finalise_overdue_sessions(database, clock.advance(61))

    page = view_usage(database, cast.ben.actor, UsageQuery(), clock.now())

    (row,) = page.on_ppu
    assert (row.state, row.ends_for, row.ending_by, row.minutes_used) == (
        SessionState.ENDING,
        EndReason.PPU_USED_UP,
        None,
        1,
    )
    assert page.overview.ppu == PpuStanding(minutes=0, sessions=1, is_usable=False)


def test_who_may_pause_is_who_opened_it_while_it_goes_on(
    database: Database, cast: Cast, clock: FrozenClock, short: dict[str, SessionView]
) -> None:
    pages = [
        view_usage(database, actor, UsageQuery(), clock.now()) for actor in (cast.ben.actor, cast.ana.actor)
    ]

    assert [[row.may_pause for row in page.on_ppu] for page in pages] == [[True, False], [False, False]]
    assert [row.may_pause for row in pages[0].paused] == [False]


def test_a_list_of_sessions_is_read_page_by_page_without_missing_any(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    expected = [opened(database, cast.ben.desk, clock.now()).id for _ in range(5)]

    pages, after = [], None
    while True:
        page = list_sessions(database, cast.ana.actor, after, 2, clock.now())
        pages.append([view.id for view in page.items])
        after = page.next
        if after is None:
            break

    assert [len(page) for page in pages] == [2, 2, 1]
    assert [session_id for page in pages for session_id in page] == sorted(expected)


def test_two_users_of_one_device_are_shown_as_two_holders(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    shared = sign_in_on(database, r"acme\cleo", "ben-desk", "BEN-DESK")
    for seat in (cast.ben.desk, shared):
        opened(database, seat, clock.now())

    page = view_usage(database, cast.ana.actor, UsageQuery(), clock.now())

    assert [(group.user_name, group.device_name) for group in page.groups] == [
        ("ben", "BEN-DESK"),
        ("cleo", "BEN-DESK"),
    ]
