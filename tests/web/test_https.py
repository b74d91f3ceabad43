from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic import HttpUrl

from tests.api.programs import Program, found, problem
from tests.services.supporting import MARIA, started
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.web.html import read
from webapp.db import Database
from webapp.services.set_licenses import set_licenses
from webapp.settings import Settings

pytestmark = on_sqlite
OURS = "https://seats.acme.example"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """An installation that people reach by https, at a name of its own and at one more."""
    return settings.model_copy(
        update={"public_url": HttpUrl(OURS), "trusted_hosts": "node-1.internal, .nodes.example"}
    )


@dataclass(frozen=True)
class Kept:
    """What an answer lets the browser keep."""

    name: str
    attributes: frozenset[str]


def kept(client: FlaskClient, address: str, data: dict[str, str], comes_from: str = f"{OURS}/") -> list[Kept]:
    """The cookies that come with the answer to a form."""
    token = (
        read(client.get("/join", base_url=OURS).text).all("input", name="csrf_token")[0].attributes["value"]
    )
    answer = client.post(
        address, data={**data, "csrf_token": token}, base_url=OURS, headers={"Referer": comes_from}
    )
    parts = [cookie.split("; ") for cookie in answer.headers.getlist("Set-Cookie")]
    return [Kept(part[0].partition("=")[0], frozenset(part[1:])) for part in parts]


def test_every_cookie_is_for_this_host_alone_encrypted_and_out_of_the_reach_of_scripts(
    app: Flask, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    code = started(database, cast.ben.desk, clock.now()).code or ""
    browser = app.test_client()
    cookies = [
        *kept(app.test_client(), "/join", {"code": code, "name": MARIA}),
        *kept(browser, "/sign-in", {"username": cast.ben.login, "password": cast.ben.password}),
        *kept(browser, "/sessions", {"remote": "Printer"}),
    ]

    assert {cookie.name for cookie in cookies} == {
        "__Host-seatkeeper", "__Host-seatkeeper_remote", "__Host-seatkeeper_browser",
    }  # fmt: skip
    for cookie in cookies:
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= cookie.attributes
        assert not [attribute for attribute in cookie.attributes if attribute.startswith("Domain")]


def test_browsers_are_told_to_come_by_https_always(client: FlaskClient) -> None:
    for address in ("/sign-in", "/static/app.css", "/api/v1/openapi.json", "/nowhere"):
        with client.get(address, base_url=OURS) as answer:
            assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize(
    "host", ["seats.acme.example", "seats.acme.example:8443", "node-1.internal", "a.nodes.example", "localhost:8000", "127.0.0.1"]
)  # fmt: skip
def test_requests_may_come_to_the_names_of_the_installation_and_of_this_machine(
    client: FlaskClient, host: str
) -> None:
    assert client.get("/sign-in", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "seats.acme.example.evil.example", "10.0.0.7", "localhost.evil.example"]
)
def test_a_request_to_another_name_gets_nothing(client: FlaskClient, ben: FlaskClient, host: str) -> None:
    page = client.get("/sign-in", headers={"Host": host})
    document = client.get("/api/v1/openapi.json", headers={"Host": host})

    assert (page.status_code, read(page.text).one("h1").text) == (421, "Not the name of this server")
    assert problem(document) == (421, "wrong-host")
    assert ben.get("/usage", headers={"Host": host}).status_code == 421


def test_links_are_made_of_the_installations_own_address_whatever_the_host_header_says(
    app: Flask, database: Database, cast: Cast
) -> None:
    set_licenses(database, "acme", 0, FrozenClock().now())
    wish = {"kind": "unattended", "remote": "SRV-DB-02"}

    answer = Program(app.test_client(), cast.ben.desk.bearer).post(
        "/sessions", json=wish, headers={"Host": "node-1.internal", "X-Forwarded-Host": "evil.example"}
    )

    assert found(answer)["usage_url"].startswith(f"{OURS}/usage?refusal=")


def test_without_an_address_of_its_own_any_name_will_do(settings: Settings) -> None:
    assert settings.model_copy(update={"public_url": None, "trusted_hosts": ""}).host_names == []


def test_a_form_that_another_site_sends_is_not_taken_even_with_a_token(
    client: FlaskClient, cast: Cast
) -> None:
    who = {"username": cast.ben.login, "password": cast.ben.password}

    theirs = kept(client, "/sign-in", who, comes_from="https://evil.example/")
    ours = kept(client, "/sign-in", who)

    assert (theirs, [cookie.name for cookie in ours]) == ([], ["__Host-seatkeeper"])


def test_every_answer_says_that_it_is_what_it_says_and_may_not_be_framed(client: FlaskClient) -> None:
    for address in (
        "/sign-in",
        "/static/app.css",
        "/api/v1/openapi.json",
        "/api/v1/licenses",
        "/nowhere",
        "/healthz",
    ):
        with client.get(address, base_url=OURS) as answer:
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_no_other_origin_may_read_anything(client: FlaskClient) -> None:
    for address in ("/sign-in", "/api/v1/openapi.json", "/api/v1/licenses"):
        asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "GET"}
        answers = [client.get(address, headers=asked), client.options(address, headers=asked)]
        assert not [
            name for answer in answers for name, _ in answer.headers if name.startswith("Access-Control")
        ]


def test_addresses_are_told_to_nobody_else(client: FlaskClient) -> None:
    assert client.get("/sign-in", base_url=OURS).headers["Referrer-Policy"] == "same-origin"


def test_folders_are_not_listed_and_nothing_is_traced(client: FlaskClient) -> None:
    assert client.get("/static/", base_url=OURS).status_code == 404
    assert client.get("/static/../pyproject.toml", base_url=OURS).status_code == 404
    assert client.open("/sign-in", method="TRACE", base_url=OURS).status_code == 405


def test_a_cookie_from_before_signing_in_is_worth_nothing_afterwards(app: Flask, cast: Cast) -> None:
    theirs, attacker = app.test_client(), app.test_client()
    attacker.get("/join", base_url=OURS)
    planted = attacker.get_cookie("__Host-seatkeeper", domain="seats.acme.example")
    assert planted is not None
    theirs.set_cookie("__Host-seatkeeper", planted.value, domain="seats.acme.example", secure=True)

    kept(theirs, "/sign-in", {"username": cast.ben.login, "password": cast.ben.password})

    assert theirs.get("/usage", base_url=OURS).status_code == 200
    assert attacker.get("/usage", base_url=OURS).status_code == 303
