from flask.testing import FlaskClient

from tests.services.deciding import OFF, set_for_everybody, set_for_user, set_settings
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.web.visits import page, send
from webapp.db import Database
from webapp.domain.access import Right

pytestmark = on_sqlite
OVERVIEW = "/administration/settings/overview"


def lines(browser: FlaskClient) -> list[list[str]]:
    """The rows of the page's tables, cell by cell."""
    shown = page(browser, OVERVIEW)
    return [
        [cell.text for cell in row.all("th") + row.all("td")]
        for body in shown.all("tbody")
        for row in body.all("tr")
    ]


def test_at_first_everything_is_at_its_default(ana: FlaskClient) -> None:
    assert page(ana, OVERVIEW).one(class_="empty-title").text == "Every setting is at its default"


def test_what_differs_is_listed_and_goes_back_to_its_default(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    set_settings(database, cast.ana.actor, {"notice_seconds": "20"}, clock.now())
    set_for_everybody(database, cast.ana.actor, {Right.CONTROL_DOMAIN: OFF}, clock.now())
    set_for_user(database, cast.ana.actor, "ben", {Right.CONTROL_DOMAIN: True}, clock.now())

    assert lines(ana) == [
        ["Seconds of notice", "20 seconds", "30 seconds", "Ana Novak 09:00 UTC", "Back to default"],
        [
            "Control domain sessions", "off, own settings allowed", "on, own settings allowed",
            "Ana Novak 09:00 UTC", "Back to default",
        ],
        ["Ben Okafor", "Control domain sessions: on"],
    ]  # fmt: skip

    assert send(ana, "/administration/settings/control_domain_sessions/default").location == OVERVIEW
    assert page(ana, OVERVIEW).one(class_="message").text == "Saved: control domain sessions off → on"
    assert [line[0] for line in lines(ana)] == ["Seconds of notice", "Ben Okafor"]


def test_control_does_not_go_back_without_its_view_and_says_why(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    off = {Right.VIEW_DOMAIN: OFF, Right.CONTROL_DOMAIN: OFF}
    set_for_everybody(database, cast.ana.actor, off, clock.now())

    send(ana, "/administration/settings/control_domain_sessions/default")

    assert page(ana, OVERVIEW).one(class_="message").text == (
        "Not changed. Needs “View domain sessions”, which is off: nobody ends what they cannot see."
    )


def test_what_has_no_default_is_not_found(ana: FlaskClient) -> None:
    assert send(ana, "/administration/settings/name/default").status_code == 404
