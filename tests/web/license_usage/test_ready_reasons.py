from flask.testing import FlaskClient

from tests.services.deciding import set_settings
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.web.staging import Deny
from tests.web.visits import page
from webapp.db import Database
from webapp.domain.access import Right

pytestmark = on_sqlite


def offered(browser: FlaskClient) -> list[str]:
    dialog = page(browser, "/usage").one("dialog", id="termination-dialog")
    return [button.text for button in dialog.all("button") if "data-reason" in button.attributes]


def test_the_confirmation_offers_the_reasons_of_the_account_in_their_order(
    ben: FlaskClient, gus: FlaskClient, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    assert offered(ben) == []

    set_settings(database, cast.ana.actor, {"ready_reasons": "Somebody waits\nLunch"}, clock.now())

    assert (offered(ben), offered(gus)) == (["Somebody waits", "Lunch"], [])


def test_whoever_may_end_nothing_is_offered_no_reasons(
    ben: FlaskClient, database: Database, cast: Cast, clock: FrozenClock, deny: Deny
) -> None:
    set_settings(database, cast.ana.actor, {"ready_reasons": "Lunch"}, clock.now())
    deny(cast.ben, Right.CONTROL_OWN, Right.CONTROL_DOMAIN)

    assert offered(ben) == []
