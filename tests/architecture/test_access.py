"""Every endpoint declares who may call it: `access.py` of the console and of the API mark the view with `access`."""

from flask import Flask

from tests.support.databases import on_sqlite

DECLARED = {
    "anybody",
    "signed_in",
    "domain_admin",
    "domain_admin_changes",
    "device_token",
    "remote_token",
    "metrics_token",
}
OF_FRAMEWORKS = {
    "static",  # files that are the same for everybody
}
FOR_ANYBODY = {
    "GET /",  # leads to License Usage
    "GET /sign-in", "POST /sign-in", "POST /sign-out",
    "GET /help", "GET /help/<name>", "GET /help/all",
    "GET /sign-in/code", "POST /sign-in/code",  # after the password
    "GET /password/<token>", "POST /password/<token>",  # the token is the key
    "GET /set-up/<token>", "POST /set-up/<token>",  # the token is the key
    "GET /join", "GET /join/<code>", "POST /join", "POST /api/v1/join",  # a session's code is the key
    "POST /api/v1/devices",  # how a device signs in
    "GET /api/v1/openapi.json",
    "GET /healthz", "GET /readyz",  # for load balancers: they tell nothing about anybody
}  # fmt: skip
pytestmark = on_sqlite


def test_every_endpoint_declares_who_may_call_it(app: Flask) -> None:
    undeclared = {
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint not in OF_FRAMEWORKS and getattr(view, "access", None) not in DECLARED
    }

    assert undeclared == set()


def test_what_anybody_may_call_is_written_out(app: Flask) -> None:
    for_anybody = {
        f"{method} {rule}"
        for rule in app.url_map.iter_rules()
        if getattr(app.view_functions[rule.endpoint], "access", None) == "anybody"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert for_anybody == FOR_ANYBODY
