"""Whose request it is: the bearer token (RFC 6750) of a device that somebody is signed in on."""

from flask import Response, abort, request

from webapp import current
from webapp.api.problems import problem
from webapp.domain.access import Actor
from webapp.services.sign_in_device import device_actor

SCHEME = "bearer "


def bearer_actor() -> Actor:
    """The user and device that this request's token speaks for; without a valid one, the request ends here."""
    credentials = request.headers.get("Authorization", "")
    token = credentials[len(SCHEME) :].strip() if credentials[: len(SCHEME)].lower() == SCHEME else ""
    actor = device_actor(current.db(), token, current.now(), request.remote_addr or "") if token else None
    if actor is None:
        abort(_sign_in_again() if token else problem(401))
    return actor


def _sign_in_again() -> Response:
    answer = problem(401, "This token is not valid, or not any more. Sign in on this device again.")
    answer.headers["WWW-Authenticate"] = 'Bearer realm="Seatkeeper", error="invalid_token"'
    return answer
