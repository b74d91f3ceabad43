from flask.testing import FlaskClient

from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.web.visits import page
from webapp.db import Database
from webapp.domain.code_guessing import MANY_WRONG_CODES
from webapp.services.join_session import join_session

pytestmark = on_sqlite
SECURITY = "/administration/settings/security"


def wrong_codes(db: Database, clock: FrozenClock, number: int) -> None:
    """Wrong codes, each from an address of its own."""
    for n in range(number):
        join_session(db, "999999999999", "Eve", f"203.0.113.{n}", clock.now())


def told(browser: FlaskClient) -> list[str]:
    """What the page says of session codes."""
    cards = [card for card in page(browser, SECURITY).all("section") if card.all(id="session-codes")]
    return [text.text for card in cards for text in card.all("p")]


def test_the_page_says_that_there_were_none(ana: FlaskClient) -> None:
    assert told(ana) == [
        "0 wrong codes from 0 addresses in the last 24 hours",
        "Nobody has entered a code that lets nobody in.",
    ]


def test_it_says_how_many_and_that_a_few_mean_nothing(
    ana: FlaskClient, database: Database, clock: FrozenClock
) -> None:
    wrong_codes(database, clock, 2)

    count, meaning = told(ana)

    assert count == "2 wrong codes from 2 addresses in the last 24 hours"
    assert meaning.startswith("People mistype")


def test_many_mean_that_somebody_may_be_guessing(
    ana: FlaskClient, cast: Cast, database: Database, clock: FrozenClock
) -> None:
    wrong_codes(database, clock, MANY_WRONG_CODES + 1)

    assert told(ana)[1].startswith("Somebody may be guessing codes.")
