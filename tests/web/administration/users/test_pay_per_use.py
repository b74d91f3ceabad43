"""Users > a user > Pay per use, and the same on Settings > License Usage."""

import pytest
from flask.testing import FlaskClient

from tests.support.databases import on_sqlite
from tests.support.minutes import give_minutes
from tests.web.filling import filled_in, form_to
from tests.web.visits import page, send
from webapp.db import Database
from webapp.settings import Settings

pytestmark = on_sqlite
BEN = "/administration/users/ben/ppu"
USAGE = "/administration/settings/license-usage"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """An installation that leaves the number of licenses to owners."""
    return settings.model_copy(update={"owners_may_set_licenses": True})


def test_a_users_own_terms_are_saved_and_told(ana: FlaskClient) -> None:
    form = filled_in(form_to(page(ana, BEN), BEN))
    assert (form["ppu_consent"], form["ppu_day_cap"]) == ("inherit", "")

    send(ana, BEN, {**form, "ppu_consent": "ask", "ppu_day_cap": "30"})

    saved = page(ana, BEN)
    assert saved.one(class_="message").text == (
        "Saved: when a session would use minutes As the account says → Ask the person first; "
        "minutes a day none → 30 minutes"
    )
    assert filled_in(form_to(saved, BEN))["ppu_day_cap"] == "30"


def test_what_cannot_be_used_is_told_at_its_field(ana: FlaskClient) -> None:
    form = filled_in(form_to(page(ana, BEN), BEN))

    answer = send(ana, BEN, {**form, "ppu_day_cap": "many"})

    assert answer.status_code == 422
    assert "Give a whole number from 0 to 1,000,000." in answer.text


def test_who_saves_what_somebody_else_has_just_saved_sees_both(ana: FlaskClient) -> None:
    form = filled_in(form_to(page(ana, BEN), BEN))
    send(ana, BEN, {**form, "ppu_day_cap": "30"})

    answer = send(ana, BEN, {**form, "ppu_day_cap": "40"})

    assert answer.status_code == 409
    assert "Saved by somebody else meanwhile: <strong>30 minutes</strong>" in answer.text


def test_the_tab_says_what_the_account_says(ana: FlaskClient) -> None:
    form = filled_in(form_to(page(ana, USAGE), USAGE))
    send(ana, USAGE, {**form, "ppu_consent": "ask", "ppu_user_day_cap": "45"})

    assert (
        "The account says: ask the person first; at most 45 minutes a day for each user."
        in page(ana, BEN).text
    )


def test_settings_tell_how_it_stands_and_owners_turn_it_on(
    ana: FlaskClient, looker: FlaskClient, database: Database
) -> None:
    give_minutes(database, 1200)
    assert page(ana, USAGE).one(class_="ppu-state").text == "On; 1,200 minutes left."
    form = filled_in(form_to(page(ana, USAGE), USAGE))
    assert form["ppu_is_on"] == "on"

    send(ana, USAGE, {**form, "ppu_is_on": "off", "code_minutes": "10", "paused_hours": "1"})

    assert page(ana, USAGE).one(class_="message").text == (
        "Saved: minutes that a session code works 30 → 10; hours that a session stays paused 24 → 1; "
        "pay per use On → Off"
    )
    shown = page(looker, USAGE)
    assert shown.one(class_="ppu-state").text == "Off; 1,200 minutes left."
    assert shown.all("select", name="ppu_is_on") == []
    changed = [line.text for line in page(ana, "/administration/settings/overview").all("tr")]
    assert any(line.startswith("Minutes that a session code works 10 minutes 30 minutes") for line in changed)
