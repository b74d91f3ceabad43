"""Every request has an id: in the log, and in the answer (`X-Request-ID`), so that what somebody saw is found there.

Requests are logged by their route, as an address may hold a code or a token, and only where the operator wants them; but
what was not allowed always is (OWASP ASVS 16.3.2).
"""

import logging
import re
import secrets
from http import HTTPStatus
from time import perf_counter

from flask import Flask, Response, g, has_request_context, request

from webapp.private import Private
from webapp.settings import Settings

HEADER = "X-Request-ID"
SAFE = re.compile(r"[A-Za-z0-9._-]{8,64}")

log = logging.getLogger(__name__)


def register(app: Flask, settings: Settings) -> None:
    """Give each request an id. That of a proxy in front is kept, where there is one to trust and it is harmless."""

    @app.before_request
    def begin() -> None:
        given = request.headers.get(HEADER, "") if settings.behind_proxy else ""
        g.request_id = given if SAFE.fullmatch(given) else secrets.token_hex(8)
        g.request_began = perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        response.headers.add(HEADER, g.request_id)
        if response.status_code == HTTPStatus.FORBIDDEN:
            log.warning("not allowed: %s, from %s", asked(), Private(request.remote_addr))
        if settings.log_requests:
            _log(response.status_code)
        return response


def request_id() -> str | None:
    """The id of the request that is being answered; None outside of one."""
    found = g.get("request_id") if has_request_context() else None
    return found if isinstance(found, str) else None


def asked() -> str:
    """What is being asked for, without what the address holds: `GET /join/<code>`."""
    if not has_request_context():
        return "a request"
    return (
        f"{request.method} {request.url_rule.rule}" if request.url_rule else "an address that leads nowhere"
    )


def _log(status: int) -> None:
    took = (perf_counter() - g.request_began) * 1000
    where = (Private(request.remote_addr), Private(request.full_path))
    log.info("%s: %d in %.1f ms, from %s, %s", asked(), status, took, *where)
