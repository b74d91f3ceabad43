from datetime import datetime

import pytest
from sqlalchemy import update

from tests.services.acting import LEASE, disable, opened
from tests.support.cast import Cast, add_user
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.models import User
from webapp.services.list_users import UserQuery, UserSort, UserState, list_users


def names(db: Database, cast: Cast, query: UserQuery, now: datetime) -> list[str]:
    return [listed.user.name for listed in list_users(db, cast.ana.actor, query, now).users]


def seen(db: Database, name: str, at: datetime | None) -> None:
    db.write(lambda tx: tx.execute(update(User).where(User.name == name).values(last_seen_at=at)))


def test_the_list_holds_the_users_of_the_account_alone(database: Database, cast: Cast, now: datetime) -> None:
    assert names(database, cast, UserQuery(), now) == ["ana", "ben", "cleo"]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("an", ["ana"]),
        ("OKAFOR", ["ben"]),
        ("marsh cleo", ["cleo"]),
        ("acme.example", ["ana", "ben", "cleo"]),
        ("b?n", ["ben"]),
        ("?en", ["ben"]),
        ("*en", ["ben"]),
        ("n?v", []),
        ("cleo m*", ["cleo"]),
        ("*@acme.example", ["ana", "ben", "cleo"]),
        (r"\\acme\ben", ["ben"]),
        ("%", []),
        ("_", []),
        ("gus", []),
        ("", ["ana", "ben", "cleo"]),
    ],
)
def test_a_word_matches_anywhere_and_a_pattern_matches_the_whole(
    database: Database, cast: Cast, now: datetime, search: str, found: list[str]
) -> None:
    assert names(database, cast, UserQuery(search), now) == found


@pytest.mark.parametrize("typed", ["100%", "a_b", r"back\slash"])
def test_what_means_something_to_the_database_is_found_as_typed(
    database: Database, cast: Cast, now: datetime, typed: str
) -> None:
    add_user(database, "dora", typed)
    add_user(database, "emil", "100 acb backslash")

    assert names(database, cast, UserQuery(typed), now) == ["dora"]


def test_the_state_tells_active_from_disabled(database: Database, cast: Cast, now: datetime) -> None:
    disable(database, cast.ben.actor, now)

    lists = {state: names(database, cast, UserQuery(state=state), now) for state in UserState}

    assert lists == {
        UserState.ALL: ["ana", "ben", "cleo"],
        UserState.ACTIVE: ["ana", "cleo"],
        UserState.DISABLED: ["ben"],
    }


def test_licenses_are_counted_by_what_is_true_now(database: Database, cast: Cast, clock: FrozenClock) -> None:
    opened(database, cast.ben.desk, clock.now())
    opened(database, cast.ben.desk, clock.now())
    opened(database, cast.ben.laptop, clock.now())
    lapsed = clock.now() + LEASE

    def held(now: datetime) -> dict[str, int]:
        page = list_users(database, cast.ana.actor, UserQuery(), now)
        return {listed.user.name: listed.licenses for listed in page.users}

    assert (held(clock.now()), held(lapsed)) == (
        {"ana": 0, "ben": 2, "cleo": 0},
        {"ana": 0, "ben": 0, "cleo": 0},
    )


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (UserSort.NAME, ["ana", "ben", "cleo", "zoe"]),
        (UserSort.FULL_NAME, ["zoe", "ana", "ben", "cleo"]),
        (UserSort.EMAIL, ["ana", "ben", "cleo", "zoe"]),
        (UserSort.LICENSES, ["ana", "zoe", "ben", "cleo"]),
        (UserSort.LAST_SEEN, ["zoe", "ben", "ana", "cleo"]),
    ],
)
def test_the_list_is_sorted_by_any_column_and_paged_without_gaps(
    database: Database, cast: Cast, clock: FrozenClock, sort: UserSort, order: list[str], descending: bool
) -> None:
    add_user(database, "zoe", "Aaron Zoe")
    opened(database, cast.ben.desk, clock.now())
    opened(database, cast.cleo.desk, clock.now())
    opened(database, cast.cleo.laptop, clock.now())
    for name, at in (
        ("zoe", None),
        ("ben", clock.now()),
        ("ana", clock.advance(1)),
        ("cleo", clock.advance(1)),
    ):
        seen(database, name, at)

    query, paged = UserQuery(sort=sort, descending=descending), []
    while True:
        page = list_users(database, cast.ana.actor, query, clock.now(), limit=1)
        paged += [listed.user.name for listed in page.users]
        if page.next is None:
            break
        query = UserQuery(sort=sort, descending=descending, after=page.next)

    equals = {"ana", "zoe"} if sort is UserSort.LICENSES else set()
    backwards = [n for n in reversed(order) if n not in equals] + [n for n in order if n in equals]
    assert paged == (backwards if descending else order)


def test_the_total_counts_what_matches_on_every_page(database: Database, cast: Cast, now: datetime) -> None:
    page = list_users(database, cast.ana.actor, UserQuery("e"), now, limit=1)

    assert (page.total, len(page.users)) == (3, 1)
