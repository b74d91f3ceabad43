"""Problem documents (RFC 9457): every error under /api is one, whoever raised it. The only place that maps errors to statuses.
What people read of it, title and details, is in the language that the request asks for."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from webapp import words
from webapp.answers import FOR_PROGRAMS, WholeAnswer
from webapp.domain.errors import Conflict, Forbidden, Invalid, NotFound, Unavailable, UseCaseError
from webapp.domain.texts import phrase

MEDIA_TYPE = "application/problem+json"
STATUS: dict[type[UseCaseError], int] = {
    NotFound: 404,
    Forbidden: 403,
    Conflict: 409,
    Invalid: 422,
    Unavailable: 503,
}
MORE_TO_SAY: dict[int, tuple[tuple[str, str], ...]] = {
    401: (("WWW-Authenticate", 'Bearer realm="Seatkeeper"'),),
    503: (("Retry-After", "5"),),
}
"""Headers that come with a status."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: the end of its `type`, its title, and what to say where there is nothing closer to say."""

    slug: str
    title: str
    detail: str


PROBLEMS = {
    400: Kind("invalid-request", phrase("The request cannot be read"), phrase("Send a JSON object.")),
    401: Kind(
        "unauthorized",
        phrase("Sign in first"),
        phrase("Sign in with POST /api/v1/devices, and send its token as Authorization: Bearer."),
    ),
    403: Kind(
        "forbidden",
        phrase("Not allowed"),
        phrase("You may not do this. Ask the account owner for the right to."),
    ),
    404: Kind(
        "not-found",
        phrase("Nothing here"),
        phrase("This address leads nowhere, or to something that you may not see."),
    ),
    405: Kind(
        "method-not-allowed",
        phrase("Not that way"),
        phrase("This address takes other methods: see the Allow header."),
    ),
    409: Kind("conflict", phrase("Things have moved on"), phrase("What was asked no longer applies.")),
    410: Kind("gone", phrase("The session is over"), phrase("To go on, open a new session.")),
    413: Kind("too-large", phrase("Too much at once"), phrase("Send a shorter request.")),
    415: Kind(
        "unsupported-media-type",
        phrase("Not JSON"),
        phrase("Send JSON, with Content-Type: application/json."),
    ),
    421: Kind(
        "wrong-host",
        phrase("Not the name of this server"),
        phrase("This server does not go by that name. Check its address."),
    ),
    422: Kind(
        "invalid-request", phrase("The request cannot be used"), phrase("Correct the fields named in errors.")
    ),
    429: Kind(
        "too-many-attempts", phrase("Too many attempts"), phrase("Wait, as Retry-After says, and try again.")
    ),
    500: Kind(
        "internal-error",
        phrase("Something went wrong"),
        phrase(
            "The fault is on our side, and nothing was half done. Try again, and tell your operator if it stays."
        ),
    ),
    503: Kind(
        "unavailable",
        phrase("Not available at the moment"),
        phrase("Nothing was half done. Try again in a moment."),
    ),
}


def problem(status: int, detail: str | None = None, **members: object) -> Response:
    """The answer for a problem of the kind that the status means. `members` go into the document, and may replace its own."""
    kind = PROBLEMS.get(status) or Kind("", HTTPStatus(status).phrase, phrase("This did not work."))
    document: dict[str, Any] = {
        "type": f"/problems/{kind.slug}" if kind.slug else "about:blank",
        "title": kind.title,
        "status": status,
        "detail": detail or kind.detail,
        **members,
    }
    document.update(title=words.translate(document["title"]), detail=words.translate(document["detail"]))
    headers = [
        ("Content-Language", words.language()),
        ("Vary", "Accept-Language"),
        *MORE_TO_SAY.get(status, ()),
    ]
    return WholeAnswer(json.dumps(document, ensure_ascii=False).encode(), status, MEDIA_TYPE, headers)


def unusable(mistakes: Sequence[tuple[str, str]]) -> Response:
    """The answer for input that cannot be used: what is wrong with which field, and what to do about it."""
    errors = [{"field": field, "message": words.translate(message)} for field, message in mistakes]
    return problem(422, " ".join(error["message"] for error in errors), errors=errors)


def register(app: Flask) -> None:
    """Answer whatever goes wrong under /api with a problem document."""
    app.after_request(_as_problem)


def use_case_error(error: UseCaseError) -> Response:
    """The answer for what a use case cannot do."""
    if isinstance(error, Invalid):
        return unusable([(error.field, error.message)])
    return problem(STATUS[type(error)], error.message)


def http_error(error: HTTPException) -> Response:
    """The answer for an error of HTTP, or of the program, which is then a 500 that tells nothing."""
    return error.get_response() if error.response is not None else problem(error.code or 500)  # type: ignore[return-value]


def _as_problem(response: Response) -> Response:
    """Turn what others answered under /api (no such address or method, a stream without a token) into a problem."""
    if isinstance(response, WholeAnswer) or not request.path.startswith("/api/"):
        return response
    response.headers.update(FOR_PROGRAMS)
    if response.status_code < HTTPStatus.BAD_REQUEST or response.content_type == MEDIA_TYPE:
        return response
    answer = problem(response.status_code)
    for name in ("Allow", "Retry-After"):
        if name in response.headers:
            answer.headers[name] = response.headers[name]
    return answer
