"""Whose request it is: the bearer token (RFC 6750) of a device that somebody is signed in on, or of a remote side."""

from flask import Response, abort, request

from webapp import current
from webapp.api.problems import problem
from webapp.domain.access import Actor
from webapp.domain.texts import phrase
from webapp.services.sign_in_device import device_actor
from webapp.services.view_remote_session import view_remote_session

SCHEME = "bearer "


def bearer_actor() -> Actor:
    """The user and device that this request's token speaks for; without a valid one, the request ends here."""
    token = _token()
    actor = device_actor(current.db(), token, current.now(), request.remote_addr or "") if token else None
    if actor is None:
        abort(_sign_in_again() if token else problem(401))
    return actor


def remote_bearer() -> str:
    """The token of the remote side that this request is from; without a valid one, the request ends here."""
    token = _token()
    if not token or view_remote_session(current.db(), token, current.now()) is None:
        abort(
            _not_valid(phrase("This token is not valid, or its session is long over."))
            if token
            else _join_first()
        )
    return token


def _token() -> str:
    credentials = request.headers.get("Authorization", "")
    return credentials[len(SCHEME) :].strip() if credentials[: len(SCHEME)].lower() == SCHEME else ""


def _join_first() -> Response:
    return problem(
        401, phrase("Join a session with POST /api/v1/join, and send its token as Authorization: Bearer.")
    )


def _sign_in_again() -> Response:
    return _not_valid(phrase("This token is not valid, or not any more. Sign in on this device again."))


def _not_valid(detail: str) -> Response:
    answer = problem(401, detail)
    answer.headers["WWW-Authenticate"] = 'Bearer realm="Seatkeeper", error="invalid_token"'
    return answer
