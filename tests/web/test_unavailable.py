import pytest
from flask import Flask

from tests.support.apps import SignIn
from tests.support.cast import Cast
from webapp.db import Database
from webapp.db.trouble import AWAY
from webapp.domain.errors import Unavailable


@pytest.fixture
def database_is_away(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing can be read, not even who is there."""

    def read(_: Database) -> None:
        raise Unavailable(AWAY)

    monkeypatch.setattr(Database, "read", read)


@pytest.mark.usefixtures("database_is_away")
def test_while_the_database_is_away_a_page_says_so_and_what_to_do(signed_in: SignIn, cast: Cast) -> None:
    answer = signed_in(cast.ben).get("/usage")

    assert answer.status_code == 503
    assert AWAY in answer.text


@pytest.mark.usefixtures("database_is_away")
def test_while_the_database_is_away_programs_get_a_problem_and_when_to_ask_again(
    app: Flask, cast: Cast
) -> None:
    answer = app.test_client().get("/api/v1/licenses", headers=cast.ben.desk.bearer)

    assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
    assert answer.get_json()["detail"] == AWAY
    assert answer.headers["Retry-After"] == "5"
