import json
from io import BytesIO

import pytest
from flask import Flask

from tests.api.programs import Program, found, mistakes, problem
from tests.support.databases import on_sqlite
from webapp.api import sessions
from webapp.api.inputs import BODY_MAX_BYTES

pytestmark = on_sqlite
JSON = {"Content-Type": "application/json"}
SESSION = b'{"kind": "unattended", "remote": "SRV-DB-02"}'


@pytest.mark.parametrize(
    "body", [b"", b"{", b"nonsense", b"\xff\xfe", b'{"remote": "\\ud800"}', b"[" * 60_000, b"{}x"]
)
def test_a_body_that_is_no_json_is_400(ben: Program, body: bytes) -> None:
    answer = ben.post("/sessions", data=body, headers=JSON)

    assert problem(answer) == (400, "invalid-request")
    assert found(answer)["detail"].startswith("Send a JSON object: ")


@pytest.mark.parametrize("body", [b"[]", b"null", b"7", b'"text"'])
def test_json_that_is_no_object_is_422(ben: Program, body: bytes) -> None:
    answer = ben.post("/sessions", data=body, headers=JSON)

    assert mistakes(answer) == [("body", "Send a JSON object.")]


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_a_body_that_does_not_say_that_it_is_json_is_415(ben: Program, content_type: str) -> None:
    answer = ben.post("/sessions", data=SESSION, headers={"Content-Type": content_type})

    assert problem(answer) == (415, "unsupported-media-type")


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "application/ld+json"])
def test_any_kind_of_json_will_do(ben: Program, content_type: str) -> None:
    answer = ben.post("/sessions", data=SESSION, headers={"Content-Type": content_type})

    assert answer.status_code == 201


def test_a_body_may_have_64_kib(ben: Program) -> None:
    answer = ben.post("/sessions", data=SESSION.ljust(BODY_MAX_BYTES), headers=JSON)

    assert answer.status_code == 201


def test_a_longer_body_is_413(ben: Program, stranger: Program) -> None:
    long = SESSION.ljust(BODY_MAX_BYTES + 1)

    answers = [
        ben.post("/sessions", data=long, headers=JSON),
        stranger.post("/devices", data=long, headers=JSON),
    ]

    assert [problem(answer) for answer in answers] == [(413, "too-large")] * 2


def test_a_longer_body_in_chunks_that_do_not_say_its_length_is_413(ben: Program) -> None:
    chunked = {"wsgi.input": BytesIO(SESSION.ljust(10 * BODY_MAX_BYTES)), "wsgi.input_terminated": True}

    answer = ben.post("/sessions", headers=JSON, environ_overrides={**chunked, "CONTENT_LENGTH": ""})

    assert problem(answer) == (413, "too-large")


def test_several_mistakes_are_told_at_once(ben: Program) -> None:
    answer = ben.post("/sessions", json={"kind": "other", "remote": ""})

    assert mistakes(answer) == [
        ("kind", "Use unattended or support for kind."),
        ("remote", "Give at least 1 character for remote."),
    ]
    assert found(answer)["detail"] == (
        "Use unattended or support for kind. Give at least 1 character for remote."
    )


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v1", "/api/v1/", "/api/v1/nothing", "/api/v2/sessions", "/api/v1/sessions/"]
)
def test_an_address_that_leads_nowhere_is_404(app: Flask, path: str) -> None:
    assert problem(app.test_client().get(path)) == (404, "not-found")


def test_a_method_that_an_address_does_not_take_is_405_and_says_which_it_takes(ben: Program) -> None:
    answer = ben.ask("PATCH", "/sessions")

    assert problem(answer) == (405, "method-not-allowed")
    assert sorted(answer.headers["Allow"].split(", ")) == ["GET", "HEAD", "OPTIONS", "POST"]


def test_a_fault_of_the_program_is_500_and_tells_nothing_of_it(
    app: Flask, ben: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the secret of the inside")

    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr(sessions, "list_sessions", fail)

    answer = ben.get("/sessions")

    assert problem(answer) == (500, "internal-error")
    assert b"secret" not in answer.data


def test_nothing_of_the_api_is_kept_by_caches(ben: Program, stranger: Program) -> None:
    session = ben.open()
    answers = [
        ben.get("/licenses"),
        ben.get(f"/sessions/{session['id']}"),
        ben.delete(f"/sessions/{session['id']}"),
        ben.get("/nothing"),
        stranger.get("/licenses"),
        stranger.get("/openapi.json"),
    ]

    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}


def test_text_is_answered_as_it_was_sent(ben: Program) -> None:
    assert ben.open("Büro – 東京 \U0001f5a5")["remote"] == "Büro – 東京 \U0001f5a5"


def test_a_body_on_a_request_that_takes_none_is_ignored(ben: Program) -> None:
    answer = ben.put("/lease", data=json.dumps({"a": 1}), headers={"Content-Type": "text/plain"})

    assert answer.status_code == 200
