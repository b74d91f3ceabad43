import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from tests.support.cast import Cast
from tests.support.databases import on_sqlite
from tests.web.html import Element, read
from tests.web.visits import page, send
from webapp.db import Database
from webapp.models import Account

pytestmark = on_sqlite
ADDRESS = "/account/security"
HEADINGS = {"en": "Language", "de": "Sprache", "sl": "Jezik"}


def opened(browser: FlaskClient, asks_for: str = "") -> Element:
    """Your account, as a browser gets it that asks for some languages."""
    answer = browser.get(ADDRESS, headers={"Accept-Language": asks_for} if asks_for else {})
    return read(answer.text)


def language(shown: Element) -> str:
    """The language of a page, as it says itself and as its heading shows."""
    said = shown.one("html").attributes["lang"]
    assert shown.one(id="language").text == HEADINGS[said]
    return said


def account_speaks(database: Database, cast: Cast, spoken: str) -> None:
    mine = Account.account_id == cast.ben.actor.account_id
    database.write(lambda tx: tx.execute(update(Account).where(mine).values(language=spoken)))


@pytest.mark.parametrize(
    ("asks_for", "spoken"),
    [
        ("", "en"),
        ("de", "de"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("fr,sl;q=0.9,en;q=0.8", "sl"),
        ("sl-SI,en;q=0.5", "sl"),
        ("de;q=0,sl;q=0.1", "sl"),
        ("fr", "en"),
        ("*", "en"),
        ("ar-XB", "en"),  # nobody speaks it, unless the operator says so
    ],
)
def test_the_console_speaks_what_the_browser_asks_for(ben: FlaskClient, asks_for: str, spoken: str) -> None:
    assert language(opened(ben, asks_for)) == spoken


@pytest.mark.parametrize(
    ("asks_for", "spoken"), [("", "sl"), ("fr", "sl"), ("*", "sl"), ("en", "en"), ("de", "de")]
)
def test_to_browsers_that_ask_for_nothing_that_is_spoken_it_speaks_the_accounts_language(
    ben: FlaskClient, database: Database, cast: Cast, asks_for: str, spoken: str
) -> None:
    account_speaks(database, cast, "sl")

    assert language(opened(ben, asks_for)) == spoken


def test_what_a_person_has_chosen_comes_first(ben: FlaskClient, ana: FlaskClient) -> None:
    answer = send(ben, "/account/language", {"language": "sl"})

    assert answer.location == ADDRESS
    shown = opened(ben, "de")
    assert language(shown) == "sl"
    assert shown.one(class_="message").text == "Jezik je shranjen."
    assert [option.text for option in shown.all("option", selected="")] == ["Slovenščina"]
    assert language(opened(ana, "de")) == "de"


def test_a_choice_is_taken_back(ben: FlaskClient) -> None:
    send(ben, "/account/language", {"language": "sl"})
    send(ben, "/account/language", {"language": ""})

    assert language(opened(ben, "de")) == "de"


def test_what_is_not_spoken_is_not_chosen(ben: FlaskClient) -> None:
    answer = send(ben, "/account/language", {"language": "ar-XB"}, {"Accept-Language": "de"})

    assert answer.status_code == 422
    assert "Wählen Sie etwas aus der Liste." in answer.text
    assert language(opened(ben)) == "en"


def test_who_is_not_signed_in_is_spoken_to_as_their_browser_asks(client: FlaskClient) -> None:
    answer = client.get("/sign-in", headers={"Accept-Language": "sl"})

    assert read(answer.text).one("html").attributes["lang"] == "sl"


def test_english_pages_carry_no_words_for_scripts(ben: FlaskClient) -> None:
    assert page(ben, ADDRESS).all(id="script-words") == []
    assert len(opened(ben, "de").all(id="script-words")) == 1
