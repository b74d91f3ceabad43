import pytest
from flask.testing import FlaskClient

from tests.support.databases import on_sqlite
from tests.web.filling import filled_in, form_to
from tests.web.visits import page, send
from webapp.settings import Settings

pytestmark = on_sqlite
USAGE = "/administration/settings/license-usage"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """An installation that leaves the number of licenses to owners."""
    return settings.model_copy(update={"owners_may_set_licenses": True})


def test_an_owner_sets_the_number_of_licenses(ana: FlaskClient) -> None:
    form = filled_in(form_to(page(ana, USAGE), USAGE))
    assert form["licenses"] == "3"

    send(ana, USAGE, {**form, "licenses": "5"})

    assert page(ana, USAGE).one(class_="message").text == "Saved: licenses 3 → 5"
    assert page(ana, "/usage").one(class_="usage-sum").text == "0 of 5 licenses in use 5 free"


def test_other_domain_admins_do_not(looker: FlaskClient) -> None:
    assert page(looker, USAGE).one(class_="licenses-set").text == "3"
