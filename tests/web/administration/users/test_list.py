import pytest
from flask.testing import FlaskClient

from tests.services.acting import disable, opened
from tests.support.cast import Cast, add_user
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.web.html import Element, read
from tests.web.visits import page
from webapp.db import Database

pytestmark = on_sqlite
USERS = "/administration/users"
HTMX = {"HX-Request": "true", "HX-Current-URL": f"http://localhost{USERS}"}


def names(shown: Element) -> list[str]:
    return [link.text for link in shown.all("a", class_="user-name")]


def test_each_user_is_a_row_with_what_matters(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    add_user(database, "dora", "Dora Lund", own_limit=2, is_domain_admin=True)
    disable(database, cast.cleo.actor, clock.now())
    opened(database, cast.ben.desk, clock.now())

    rows = [
        [cell.text for cell in row.all("td")][1:5] for row in page(ana, USERS).all("tr", class_="user-row")
    ]

    assert rows == [
        ["ana (you) Owner", "Ana Novak", "ana@acme.example", "0"],
        ["ben", "Ben Okafor", "ben@acme.example", "1"],
        ["cleo Disabled", "Cleo Marsh", "cleo@acme.example", "0"],
        ["dora Domain admin", "Dora Lund", "dora@acme.example", "0 of 2"],
    ]


def test_disabled_users_are_struck_through(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    disable(database, cast.ben.actor, clock.now())

    struck = [row.attributes["id"] for row in page(ana, USERS).all("tr", class_="is-disabled")]

    assert struck == ["user-ben"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["ana", "ben", "cleo"]),
        ("?q=b*", ["ben"]),
        ("?q=novak&state=active", ["ana"]),
        ("?state=disabled", []),
        ("?order=desc", ["cleo", "ben", "ana"]),
        ("?sort=full_name&after=ana&at=Ana+Novak", ["ben", "cleo"]),
        ("?sort=nonsense&state=nonsense&order=nonsense", ["ana", "ben", "cleo"]),
        ("?sort=licenses&after=ana&at=nonsense", ["ben", "cleo"]),
        ("?sort=last_seen&after=zz&at=nonsense", []),
        ("?q=%00", ["ana", "ben", "cleo"]),
    ],
)
def test_what_is_looked_at_lives_in_the_address(ana: FlaskClient, query: str, found: list[str]) -> None:
    assert names(page(ana, USERS + query)) == found


def test_a_column_sorts_and_sorts_the_other_way_round(ana: FlaskClient) -> None:
    def by_name(address: str) -> tuple[str, str]:
        heading = page(ana, address).all("th")[0]
        return heading.attributes["aria-sort"], heading.one("a").attributes["href"]

    assert by_name(USERS) == ("ascending", f"{USERS}?order=desc")
    assert by_name(f"{USERS}?order=desc") == ("descending", USERS)
    assert by_name(f"{USERS}?sort=last_seen&q=a") == ("none", f"{USERS}?q=a")


def test_a_long_list_continues_where_the_page_ended(ana: FlaskClient, database: Database) -> None:
    for number in range(101):
        add_user(database, f"user-{number:03}", "One of many")

    first = page(ana, f"{USERS}?q=many&sort=full_name")
    (following,) = [a.attributes["href"] for a in first.all("a") if a.text == "Next 100 users"]

    assert (names(first)[0], names(first)[-1], len(names(first))) == ("user-000", "user-099", 100)
    assert names(page(ana, following)) == ["user-100"]


def test_to_htmx_the_table_and_its_address_follow_the_search(ana: FlaskClient) -> None:
    response = ana.get(f"{USERS}?q=b*&state=all&sort=name", headers=HTMX)

    assert response.headers["HX-Replace-Url"] == f"{USERS}?q=b%2A"
    assert [part.attributes["hx-target"] for part in read(response.text).all("hx-partial")] == [
        "#users-table"
    ]
    assert names(read(response.text)) == ["ben"]


def test_a_search_that_finds_nobody_says_how_to_search(ana: FlaskClient) -> None:
    shown = page(ana, f"{USERS}?q=x*")

    assert shown.one(class_="empty-title").text == "Nobody matches “x*”"
    assert [a.attributes["href"] for a in shown.one(class_="empty").all("a")] == [USERS]


def test_whoever_may_only_look_is_offered_nothing_to_change(looker: FlaskClient) -> None:
    shown = page(looker, USERS)

    assert names(shown) == ["ana", "ben", "cleo", "lou"]
    assert shown.one("main").all("input", type="checkbox") == []
    assert [a.text for a in shown.one(class_="users-head").all("a")] == ["Export"]


def test_the_export_is_a_file_of_the_account_alone(ana: FlaskClient) -> None:
    response = ana.get(f"{USERS}/export.csv")

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="users-of-acme.csv"'
    assert [line.split(",")[0] for line in response.text.splitlines()] == ["\ufeffname", "ana", "ben", "cleo"]


def test_other_accounts_and_ordinary_users_see_nothing_of_it(gus: FlaskClient, ben: FlaskClient) -> None:
    assert names(page(gus, USERS)) == ["gus"]
    assert [ben.get(path).status_code for path in (USERS, f"{USERS}/export.csv", f"{USERS}/ana/profile")] == [
        403
    ] * 3
    assert gus.get(f"{USERS}/ana/profile").status_code == 404
