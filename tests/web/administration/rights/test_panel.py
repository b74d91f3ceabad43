from flask.testing import FlaskClient

from tests.services.deciding import ENFORCED_OFF, OFF, rights_of, set_for_everybody, set_for_user
from tests.support.cast import Cast, add_user
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.web.filling import can_be_chosen, filled_in, form_to
from tests.web.html import Element, read
from tests.web.visits import page, send
from webapp.db import Database
from webapp.domain.access import Right

pytestmark = on_sqlite
SETTINGS = "/administration/settings/security"
EVERYBODY = f"{SETTINGS}/rights"
BEN = "/administration/users/ben/security"
VIEW, CONTROL = "view_domain_sessions", "control_domain_sessions"
NEEDS_VIEW = "Needs “View domain sessions”, which is off: nobody ends what they cannot see."


def for_everybody(browser: FlaskClient) -> Element:
    return form_to(page(browser, SETTINGS), EVERYBODY)


def of_ben(browser: FlaskClient) -> Element:
    return form_to(page(browser, BEN), BEN)


def in_force(form: Element) -> dict[str, str]:
    lines = form.all("fieldset", class_="right")
    return {line.one("legend").text: line.one(class_="right-in-force").text for line in lines}


def notes(form: Element, right: str) -> list[str]:
    """What is explained at a right."""
    found = form.one(id=f"right-{right}").all(class_="right-note")
    return [note.text for note in found if "hidden" not in note.attributes]


def test_both_places_show_the_same_rights_in_the_same_order(ana: FlaskClient) -> None:
    labels = [
        "View own sessions", "Control own sessions", "View domain sessions", "Control domain sessions",
        "View own reports", "View domain reports",
    ]  # fmt: skip

    for form in (for_everybody(ana), of_ben(ana)):
        assert [legend.text for legend in form.all("legend")] == labels


def test_off_for_everybody_then_on_for_one_user(ana: FlaskClient, database: Database, cast: Cast) -> None:
    response = send(ana, EVERYBODY, {**filled_in(for_everybody(ana)), CONTROL: "off"})
    assert (response.status_code, response.location) == (303, SETTINGS)
    assert page(ana, SETTINGS).one(class_="message").text == "Saved: control domain sessions on → off"
    assert in_force(of_ben(ana))["Control domain sessions"] == "Now off, from the account’s settings"

    response = send(ana, BEN, {**filled_in(of_ben(ana)), CONTROL: "on"})

    assert (response.status_code, response.location) == (303, BEN)
    assert page(ana, BEN).one(class_="message").text == "Saved: control domain sessions inherit → on"
    assert in_force(of_ben(ana))["Control domain sessions"] == "Now on, the user’s own setting"
    assert rights_of(database, cast.ana.actor, "ben") == set(Right)


def test_control_without_its_view_is_locked_and_explained(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    assert (can_be_chosen(for_everybody(ana), CONTROL), notes(for_everybody(ana), CONTROL)) == (
        ["on", "off"],
        [],
    )
    off = {Right.VIEW_DOMAIN: OFF, Right.CONTROL_DOMAIN: OFF}
    set_for_everybody(database, cast.ana.actor, off, clock.now())

    assert can_be_chosen(for_everybody(ana), CONTROL) == ["off"]
    assert can_be_chosen(of_ben(ana), CONTROL) == ["inherit", "off"]
    assert notes(for_everybody(ana), CONTROL) == notes(of_ben(ana), CONTROL) == [NEEDS_VIEW]


def test_a_forged_request_for_control_without_its_view_is_refused_in_both_places(
    ana: FlaskClient, database: Database, cast: Cast
) -> None:
    wanted = {VIEW: "off", CONTROL: "on"}
    for address, form in ((EVERYBODY, for_everybody(ana)), (BEN, of_ben(ana))):
        response = send(ana, address, {**filled_in(form), **wanted})

        shown = form_to(read(response.text), address)
        assert response.status_code == 422
        assert shown.one(class_="invalid-feedback").text == NEEDS_VIEW
        assert {name: filled_in(shown)[name] for name in wanted} == wanted

    assert rights_of(database, cast.ana.actor, "ben") == set(Right)


def test_control_whose_view_was_switched_off_later_is_said_not_to_be_in_force(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    set_for_user(database, cast.ana.actor, "ben", {Right.CONTROL_DOMAIN: True}, clock.now())
    off = {Right.VIEW_DOMAIN: OFF, Right.CONTROL_DOMAIN: OFF}
    set_for_everybody(database, cast.ana.actor, off, clock.now())

    form = of_ben(ana)

    assert in_force(form)["Control domain sessions"] == "Now off, control needs its view, which is off"
    assert notes(form, CONTROL) == [NEEDS_VIEW]
    assert send(ana, BEN, {**filled_in(form), "view_own_reports": "off"}).status_code == 303


def test_what_is_enforced_is_locked_for_a_user_and_explained(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    set_for_everybody(database, cast.ana.actor, {Right.CONTROL_DOMAIN: ENFORCED_OFF}, clock.now())

    form = of_ben(ana)

    assert can_be_chosen(form, CONTROL) == []
    assert in_force(form)["Control domain sessions"] == "Now off, enforced for everybody"
    assert notes(form, CONTROL) == [
        "This is enforced for everybody in the account’s settings, so users cannot have their own."
    ]
    assert send(ana, BEN, {**filled_in(form), CONTROL: "on"}).status_code == 422


def test_of_a_domain_admin_it_is_said_that_they_always_can(
    ana: FlaskClient, database: Database, cast: Cast
) -> None:
    add_user(database, "dora", is_domain_admin=True)
    address = "/administration/users/dora/security"

    told = set(in_force(form_to(page(ana, address), address)).values())

    assert told == {"Now on, domain admins always can"}


def test_a_choice_that_does_not_exist_is_refused(ana: FlaskClient) -> None:
    assert send(ana, BEN, {**filled_in(of_ben(ana)), CONTROL: "maybe"}).status_code == 422
    wrong = {**filled_in(for_everybody(ana)), f"{CONTROL}_override": "maybe"}
    assert send(ana, EVERYBODY, wrong).status_code == 422


def test_who_saves_what_somebody_else_has_just_saved_sees_both(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    opened = filled_in(for_everybody(ana))
    set_for_everybody(database, cast.ana.actor, {Right.CONTROL_DOMAIN: OFF}, clock.now())

    response = send(ana, EVERYBODY, {**opened, "view_own_reports": "off"})

    shown = form_to(read(response.text), EVERYBODY)
    assert response.status_code == 409
    assert (
        shown.one(id=f"right-{CONTROL}").one(class_="theirs").text == "Saved by somebody else meanwhile: off"
    )
    again = filled_in(shown)
    assert (again[CONTROL], again["view_own_reports"]) == ("off", "off")
    assert send(ana, EVERYBODY, again).status_code == 303


def test_users_of_another_account_do_not_exist(gus: FlaskClient) -> None:
    assert gus.get(BEN).status_code == 404
    assert send(gus, BEN, {CONTROL: "off"}).status_code == 404


def test_who_may_only_look_sees_both_panels_and_changes_neither(looker: FlaskClient) -> None:
    for address, shown in ((EVERYBODY, for_everybody(looker)), (BEN, of_ben(looker))):
        assert "disabled" in shown.all("fieldset")[0].attributes
        assert shown.all("button") == []
        assert send(looker, address, {CONTROL: "off"}).status_code == 403
