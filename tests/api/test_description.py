import re
from typing import Any

import pytest
from flask import Flask
from openapi_spec_validator import OpenAPIV31SpecValidator
from pydantic import BaseModel
from werkzeug.test import TestResponse

from tests.api.programs import Program, found
from tests.support.cast import Cast
from tests.support.databases import on_sqlite
from webapp.api.schemas.devices import NewSignIn, SignedIn
from webapp.api.schemas.leases import LeaseReport
from webapp.api.schemas.licenses import Licenses
from webapp.api.schemas.problems import Problem
from webapp.api.schemas.remote import Joined, RemoteSession
from webapp.api.schemas.reports import RefusalReport, SessionReport, UsageReport
from webapp.api.schemas.sessions import Session, SessionPage
from webapp.api.schemas.terminations import TerminationAsked

pytestmark = on_sqlite
SESSION = {"kind": "unattended", "remote": "SRV-DB-02"}


@pytest.fixture
def document(stranger: Program) -> dict[str, Any]:
    """The OpenAPI document, as it is served."""
    return found(stranger.get("/openapi.json"))


def _operations(document: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (method.upper(), path): operation
        for path, item in document["paths"].items()
        for method, operation in item.items()
    }


def _routes(app: Flask) -> set[tuple[str, str]]:
    return {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_the_document_is_valid_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    assert [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()] == []


def test_it_describes_what_is_served_and_nothing_else(app: Flask, document: dict[str, Any]) -> None:
    assert set(_operations(document)) == _routes(app)


def test_every_operation_says_what_it_does_and_how_it_fails(document: dict[str, Any]) -> None:
    lacking = {
        key
        for key, operation in _operations(document).items()
        if not (operation.get("summary") and operation.get("tags") and "default" in operation["responses"])
    }

    assert lacking == set()


def test_every_error_is_described_as_a_problem(document: dict[str, Any]) -> None:
    media = {
        (key, status): list(response["content"])
        for key, operation in _operations(document).items()
        for status, response in operation["responses"].items()
        if not status.startswith("2")
    }

    assert media == {key: ["application/problem+json"] for key in media}


def test_exactly_what_needs_a_token_says_so(app: Flask, document: dict[str, Any]) -> None:
    open_to_all = {
        key
        for key, operation in _operations(document).items()
        if operation.get("security") != [{"bearer": []}]
    }

    assert open_to_all == {
        ("POST", "/api/v1/devices"),
        ("POST", "/api/v1/join"),
        ("GET", "/api/v1/openapi.json"),
    }
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"


def test_names_of_operations_are_given_once(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for operation in _operations(document).values()]

    assert len(set(names)) == len(names)


def test_every_operation_has_its_inputs_described(document: dict[str, Any]) -> None:
    undescribed = [
        (key, parameter["name"])
        for key, operation in _operations(document).items()
        for parameter in operation.get("parameters", [])
        if not parameter.get("description")
    ]

    assert undescribed == []


def test_answers_have_the_shape_that_is_described(ben: Program, stranger: Program, cast: Cast) -> None:
    who = {"username": r"acme\ben", "password": cast.ben.password, "device_id": "d", "device_name": "D"}
    session = ben.post("/sessions", json=SESSION)
    answers: list[tuple[type[BaseModel], TestResponse]] = [
        (NewSignIn, stranger.post("/devices", json=who)),
        (SignedIn, ben.get("/devices/current")),
        (Session, session),
        (Session, ben.get(f"/sessions/{found(session)['id']}")),
        (SessionPage, ben.get("/sessions")),
        (TerminationAsked, ben.post(f"/sessions/{found(session)['id']}/termination")),
        (LeaseReport, ben.put("/lease")),
        (Licenses, ben.get("/licenses")),
        *_of_a_support_session(ben, stranger),
        (SessionReport, ben.get("/reports/sessions")),
        (RefusalReport, ben.get("/reports/refusals")),
        (UsageReport, ben.get("/reports/usage")),
        (Problem, ben.get("/nothing")),
    ]

    misfits = [shape for shape, answer in answers if not _fits(shape, answer.data)]

    assert misfits == []


def _of_a_support_session(ben: Program, stranger: Program) -> list[tuple[type[BaseModel], TestResponse]]:
    standby = ben.post("/sessions", json={"kind": "support"})
    again = ben.post(f"/sessions/{found(standby)['id']}/code")
    joined = stranger.post("/join", json={"code": found(again)["code"], "name": "Maria Rossi"})
    bearer = {"Authorization": f"Bearer {found(joined)['token']}"}
    return [
        (Session, standby),
        (Session, again),
        (Joined, joined),
        (RemoteSession, stranger.get("/remote", headers=bearer)),
    ]


def _fits(shape: type[BaseModel], answer: bytes) -> bool:
    return shape.model_validate_json(answer).model_fields_set >= set(shape.model_fields) - {"errors"}
