import pytest
from flask import Flask

from tests.api.programs import Program, found, problem
from tests.support.cast import Cast
from tests.support.databases import on_sqlite

PATHS = [
    ("GET", "/sessions/<id>"),
    ("DELETE", "/sessions/<id>"),
    ("PUT", "/sessions/<id>/lease"),
    ("POST", "/sessions/<id>/code"),
    ("POST", "/sessions/<id>/pause"),
    ("POST", "/sessions/<id>/resume"),
    ("POST", "/sessions/<id>/termination"),
    ("DELETE", "/sessions/<id>/termination"),
    ("PUT", "/sessions/<id>/termination/confirmation"),
]


@on_sqlite
def test_every_path_that_names_a_session_is_among_these(app: Flask) -> None:
    named = {
        (method, rule.rule.removeprefix("/api/v1").replace("<uuid:session_id>", "<id>"))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/") and rule.arguments
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert named == set(PATHS)


@pytest.mark.parametrize(("method", "path"), PATHS)
def test_somebody_of_another_account_gets_404_and_changes_nothing(
    ana: Program, ben: Program, gus: Program, method: str, path: str
) -> None:
    session = ben.open()
    ana.post(f"/sessions/{session['id']}/termination")
    before = ben.look(session)

    answer = gus.ask(method, path.replace("<id>", session["id"]))

    assert problem(answer) == (404, "not-found")
    assert ben.look(session) == before


@on_sqlite
@pytest.mark.parametrize(("method", "path"), PATHS)
def test_their_404_is_word_for_word_that_of_no_session(
    ben: Program, gus: Program, method: str, path: str
) -> None:
    session = ben.open()
    nothing = "019cabf5-1f2e-7cc3-98c4-dc0c0c07398f"

    answers = [gus.ask(method, path.replace("<id>", which)) for which in (session["id"], nothing)]

    assert found(answers[0]) == found(answers[1])


def test_lists_hold_nothing_of_another_account(ben: Program, gus: Program) -> None:
    ben.open()
    his = gus.open()

    assert [item["id"] for item in found(gus.get("/sessions"))["items"]] == [his["id"]]
    assert [item["id"] for item in found(gus.put("/lease"))["sessions"]] == [his["id"]]
    assert [holder["user"] for holder in found(gus.get("/licenses"))["holders"]] == ["gus"]


def test_a_page_that_begins_after_a_session_of_another_account_tells_nothing_of_it(
    ben: Program, gus: Program
) -> None:
    session = ben.open()
    his = gus.open()

    page = found(gus.get(f"/sessions?after={session['id']}"))

    assert [item["id"] for item in page["items"]] == [his["id"]]


def test_the_same_device_id_in_another_account_is_another_device(
    stranger: Program, ben: Program, gus: Program, cast: Cast
) -> None:
    ben.open()
    body = {
        "username": r"globex\gus",
        "password": cast.gus.password,
        "device_id": "ben-desk",
        "device_name": "X",
    }
    token = found(stranger.post("/devices", json=body))["token"]

    answer = stranger.put("/lease", headers={"Authorization": f"Bearer {token}"})

    assert found(answer)["sessions"] == []
