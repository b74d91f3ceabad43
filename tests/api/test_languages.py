import pytest
from flask.testing import FlaskClient

from tests.support.cast import Cast
from tests.support.databases import on_sqlite
from webapp.db import Database
from webapp.services.choose_language import choose_language

pytestmark = on_sqlite


@pytest.mark.parametrize(
    ("asks_for", "language", "title"),
    [
        ("de", "de", "Melden Sie sich zuerst an"),
        ("sl-SI,en;q=0.5", "sl", "Najprej se prijavite"),
        ("fr", "en", "Sign in first"),
        ("", "en", "Sign in first"),
    ],
)
def test_a_problem_is_told_in_the_language_that_the_request_asks_for(
    client: FlaskClient, asks_for: str, language: str, title: str
) -> None:
    answer = client.get("/api/v1/sessions", headers={"Accept-Language": asks_for} if asks_for else {})

    assert answer.json is not None
    assert answer.json["title"] == title
    assert answer.headers["Content-Language"] == language
    assert "Accept-Language" in answer.headers["Vary"]


def test_programs_that_ask_for_no_language_are_told_in_english_whatever_their_user_has_chosen(
    client: FlaskClient, database: Database, cast: Cast
) -> None:
    choose_language(database, cast.ben.actor, "de")

    answer = client.delete("/api/v1/sessions/nonsense", headers=cast.ben.desk.bearer)

    assert answer.headers["Content-Language"] == "en"
