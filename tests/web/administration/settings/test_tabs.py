import pytest
from flask.testing import FlaskClient

from tests.services.deciding import set_settings, values
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.web.filling import filled_in, form_to
from tests.web.html import Element, read
from tests.web.visits import page, send
from webapp.db import Database

pytestmark = on_sqlite
GENERAL = "/administration/settings"
USAGE = "/administration/settings/license-usage"
SECURITY = "/administration/settings/security"


def as_shown(browser: FlaskClient, address: str) -> dict[str, str]:
    return filled_in(form_to(page(browser, address), address))


def told(shown: Element, field: str) -> str:
    """What stands at a field beside its value."""
    return " ".join(
        shown.one(id=f"{field}-{what}").text
        for what in ("error", "theirs")
        if shown.all(id=f"{field}-{what}")
    )


def test_administration_opens_on_the_general_settings(ana: FlaskClient) -> None:
    assert ana.get("/administration").location == GENERAL
    tabs = page(ana, GENERAL).one("nav", aria_label="Settings").all("a")

    assert [tab.text for tab in tabs] == ["General", "License Usage", "Security", "Overview"]
    assert [tab.text for tab in tabs if "aria-current" in tab.attributes] == ["General"]


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (GENERAL, {"name": "Acme", "time_zone": "UTC", "language": "en", "history_days": ""}),
        (
            USAGE,
            {
                "notice_seconds": "30",
                "default_reason": "",
                "ready_reasons": "",
                "lease_seconds": "90",
                "code_minutes": "30",
                "paused_hours": "24",
                "ppu_consent": "tell",
                "ppu_day_cap": "",
                "ppu_user_day_cap": "",
                "ppu_low_minutes": "60",
            },
        ),
        (SECURITY, {"two_step": "optional", "browser_hours": "336"}),
    ],
)
def test_a_tab_shows_what_is_stored(ana: FlaskClient, address: str, shown: dict[str, str]) -> None:
    sent = as_shown(ana, address)

    assert {name: value for name, value in sent.items() if name not in ("csrf_token", "version")} == shown


@pytest.mark.parametrize(
    ("address", "typed", "message"),
    [
        (GENERAL, {"time_zone": "ljubljana", "language": "sl"}, ("time zone UTC → Europe/Ljubljana; language "
         "English: 2 Mar 2026, 1,234.5 → Slovenian: 2. mar. 2026, 1.234,5")),
        (USAGE, {"notice_seconds": "20"}, "seconds of notice 30 → 20"),
        (USAGE, {"default_reason": "Lunch"}, "default reason none → Lunch"),
        (USAGE, {"ready_reasons": "Lunch\r\nMaintenance"}, "ready-made reasons none → Lunch; Maintenance"),
        (SECURITY, {"browser_hours": "8"}, "hours that a browser stays signed in 336 → 8"),
        (SECURITY, {"two_step": "admins"}, ("two-step verification Optional → "
         "Required for domain admins")),
    ],
)  # fmt: skip
def test_saving_says_what_was_saved(
    ana: FlaskClient, address: str, typed: dict[str, str], message: str
) -> None:
    response = send(ana, address, {**as_shown(ana, address), **typed})

    assert (response.status_code, response.location) == (303, address)
    assert page(ana, address).one(class_="message").text == f"Saved: {message}"


def test_saving_what_is_stored_already_says_that_nothing_was_changed(ana: FlaskClient) -> None:
    send(ana, USAGE, as_shown(ana, USAGE))

    assert page(ana, USAGE).one(class_="message").text == "Nothing was changed."


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(
    ana: FlaskClient, database: Database, cast: Cast
) -> None:
    typed = {
        **as_shown(ana, USAGE),
        "notice_seconds": "soon",
        "lease_seconds": "0",
        "default_reason": "Lunch",
    }

    response = send(ana, USAGE, typed)

    shown = read(response.text)
    assert response.status_code == 422
    assert told(shown, "notice_seconds") == "Give a whole number from 1 to 86,400."
    assert told(shown, "lease_seconds") == "Give a whole number from 10 to 86,400."
    assert filled_in(form_to(shown, USAGE)) == {
        **typed,
        "csrf_token": filled_in(form_to(shown, USAGE))["csrf_token"],
    }
    assert values(database, cast.ana.actor, "default_reason") == {"default_reason": None}


def test_a_choice_that_is_not_offered_is_refused(ana: FlaskClient) -> None:
    assert send(ana, SECURITY, {**as_shown(ana, SECURITY), "two_step": "sometimes"}).status_code == 422
    assert send(ana, GENERAL, {**as_shown(ana, GENERAL), "language": "fr"}).status_code == 422


def test_who_saves_what_somebody_else_has_just_saved_sees_both_and_saves_again(
    ana: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    opened = as_shown(ana, USAGE)
    set_settings(database, cast.ana.actor, {"notice_seconds": "20", "default_reason": "Lunch"}, clock.now())

    response = send(ana, USAGE, {**opened, "notice_seconds": "45"})

    shown = read(response.text)
    assert response.status_code == 409
    assert "Somebody else has saved this" in shown.one(class_="alert-warning").text
    assert told(shown, "notice_seconds") == "Saved by somebody else meanwhile: 20 seconds"
    again = filled_in(form_to(shown, USAGE))
    assert (again["notice_seconds"], again["default_reason"]) == ("45", "Lunch")

    assert send(ana, USAGE, again).status_code == 303
    assert values(database, cast.ana.actor, "notice_seconds", "default_reason") == {
        "notice_seconds": 45,
        "default_reason": "Lunch",
    }


def test_a_form_without_a_version_saves_nothing(ana: FlaskClient) -> None:
    assert send(ana, USAGE, {"notice_seconds": "45"}).status_code == 409


def test_the_number_of_licenses_is_shown_and_not_edited_where_the_operator_sets_it(ana: FlaskClient) -> None:
    shown = page(ana, USAGE)

    assert shown.one(class_="licenses-set").text == "3"
    assert shown.all("input", name="licenses") == []
    # a forged request is not read at all where the field is not offered
    send(ana, USAGE, {**as_shown(ana, USAGE), "licenses": "9"})
    assert page(ana, USAGE).one(class_="licenses-set").text == "3"


def test_who_may_only_look_sees_the_settings_and_no_way_to_change_them(looker: FlaskClient) -> None:
    for address in (GENERAL, USAGE, SECURITY, f"{GENERAL}/overview"):
        shown = page(looker, address).one("main")
        assert shown.all("button", type="submit") == []
        assert [
            fieldset
            for fieldset in shown.all("fieldset", class_="card-body")
            if "disabled" not in fieldset.attributes
        ] == []
    assert send(looker, USAGE, {"notice_seconds": "20"}).status_code == 403
    assert send(looker, SECURITY, {"browser_hours": "8"}).status_code == 403
    assert send(looker, f"{GENERAL}/notice_seconds/default").status_code == 403
