import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.services.acting import disable, opened
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.web.html import read
from tests.web.staging import Deny
from tests.web.visits import HTMX, page, rows, send
from webapp.db import Database
from webapp.domain.access import Right
from webapp.domain.errors import Forbidden
from webapp.services.terminate_sessions import terminate_sessions
from webapp.web import render_usage_update

pytestmark = on_sqlite
AS_BEN = "/usage?view_as=ben"


@pytest.fixture
def sessions(database: Database, cast: Cast, clock: FrozenClock) -> list[str]:
    """One session of ana's, one of ben's: their ids."""
    seats = (cast.ana.desk, cast.ben.desk)
    return [str(opened(database, seat, clock.now(), "KIOSK").id) for seat in seats]


@pytest.mark.usefixtures("sessions")
def test_an_admin_sees_the_page_as_the_user_sees_it_and_is_told_so(
    ana: FlaskClient, ben: FlaskClient, cast: Cast, deny: Deny
) -> None:
    deny(cast.ben, Right.VIEW_DOMAIN)

    shown = page(ana, AS_BEN)

    theirs = [
        tuple(cell.replace("Active Pause", "Active") for cell in row) for row in rows(page(ben, "/usage"))
    ]
    assert rows(shown) == theirs
    assert shown.one(class_="usage-foot").text == "You see your own sessions only."
    assert shown.one(class_="preview").text == (
        "You see License Usage as Ben Okafor sees it. Only looking: nothing can be ended here. "
        "Ben Okafor may end their own sessions. Back to ben’s rights"
    )
    assert shown.one(class_="preview").one("a").attributes["href"] == "/administration/users/ben/security"


@pytest.mark.usefixtures("sessions")
def test_a_preview_offers_nothing_to_end_or_take_back(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock, sessions: list[str]
) -> None:
    mine = opened(database, cast.ana.laptop, clock.now())
    terminate_sessions(database, cast.ana.actor, [mine.id], None, clock.now())

    shown = page(ana, AS_BEN).one("main")

    assert [control.attributes.get("name") for control in shown.all("input")] == ["q", "view_as"]
    assert (
        shown.all(id="terminations") + shown.all(id="withdrawals") + shown.all(id="termination-dialog") == []
    )
    assert shown.all("button", type="submit", class_="btn-danger") == []
    assert "Keep it open" not in shown.text


@pytest.mark.usefixtures("sessions")
def test_search_and_stream_stay_with_the_user(ana: FlaskClient) -> None:
    response = ana.get("/usage?q=kiosk&view_as=ben", headers=HTMX)

    assert response.headers["HX-Replace-Url"] == "/usage?q=kiosk&view_as=ben"
    assert 'hx-sse:connect="/usage/events?q=kiosk&amp;view_as=ben&amp;shows=' in response.text
    assert 'name="session"' not in response.text


def test_what_is_pushed_is_the_page_of_the_user(
    app: Flask, database: Database, cast: Cast, clock: FrozenClock, deny: Deny, sessions: list[str]
) -> None:
    deny(cast.ben, Right.VIEW_DOMAIN)

    with app.test_request_context():
        pushed = read(render_usage_update(cast.ana.actor, {"view_as": "ben"}, clock.now())[0])

    shown = [row.attributes["id"] for row in pushed.all("tr", class_="session-row")]
    assert shown == [f"session-{sessions[1]}"]


def test_the_stream_ends_when_the_user_is_disabled_or_the_admin_is_none_any_more(
    app: Flask, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    disable(database, cast.cleo.actor, clock.now())

    for actor, name in ((cast.ana.actor, "cleo"), (cast.ben.actor, "ana")):
        with app.test_request_context(), pytest.raises(Forbidden):
            render_usage_update(actor, {"view_as": name}, clock.now())


def test_of_a_user_who_may_view_nothing_the_preview_shows_just_that(
    ana: FlaskClient, cast: Cast, deny: Deny
) -> None:
    deny(cast.ben, Right.VIEW_OWN, Right.VIEW_DOMAIN)

    shown = page(ana, AS_BEN)

    assert shown.all(class_="preview") != []
    assert "You may not view License Usage." in shown.one("main").text


def test_only_domain_admins_look_through_other_eyes(
    ben: FlaskClient, gus: FlaskClient, looker: FlaskClient
) -> None:
    assert ben.get("/usage?view_as=cleo").status_code == 403
    assert gus.get(AS_BEN).status_code == 404
    assert looker.get(AS_BEN).status_code == 200


def test_who_previews_acts_as_themselves(ana: FlaskClient, sessions: list[str]) -> None:
    response = send(ana, "/usage/terminations?view_as=ben", {"session": sessions[1]})

    assert response.status_code == 303
    assert "Ended by Ana Novak" in page(ana, "/usage").text


@pytest.mark.parametrize(
    ("denied", "told", "may_end"),
    [
        ((), None, "yes"),
        ((Right.CONTROL_DOMAIN,), "You may end your own sessions only.", "yes"),
        ((Right.CONTROL_DOMAIN, Right.CONTROL_OWN), "You may not end sessions.", "no"),
        ((Right.VIEW_DOMAIN,), "You see your own sessions only.", "yes"),
        (
            (Right.VIEW_DOMAIN, Right.CONTROL_OWN),
            "You see your own sessions only, and may not end them.",
            "no",
        ),
    ],
)
@pytest.mark.usefixtures("sessions")
def test_what_one_may_not_do_is_said_and_not_offered(
    ben: FlaskClient, cast: Cast, deny: Deny, denied: tuple[Right, ...], told: str | None, may_end: str
) -> None:
    if denied:
        deny(cast.ben, *denied)

    shown = page(ben, "/usage")

    assert [foot.text for foot in shown.all(class_="usage-foot")] == ([told] if told else [])
    assert shown.one(id="usage-table").attributes["data-may-end"] == may_end
