"""Error pages for people: what went wrong and what to do, with the true status. The API words its own errors."""

from http import HTTPStatus

from flask import Flask, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from webapp.domain.errors import Conflict, Forbidden, Invalid, NotFound, Unavailable, UseCaseError
from webapp.domain.texts import phrase
from webapp.web.access import is_fragment_request, show_as_nobody

STATUS = {NotFound: 404, Forbidden: 403, Conflict: 409, Invalid: 422, Unavailable: 503}
TITLES = {
    400: phrase("That did not work"),
    403: phrase("Not allowed"),
    404: phrase("Nothing here"),
    405: phrase("That did not work"),
    409: phrase("Too late"),
    413: phrase("Too much at once"),
    421: phrase("Not the name of this server"),
    422: phrase("That cannot be used"),
    429: phrase("Too many at once"),
    500: phrase("Something went wrong"),
    503: phrase("Not available at the moment"),
}
DETAILS = {
    404: phrase("This address leads nowhere, or to something that you may not see."),
    500: phrase(
        "The fault is on our side. Nothing you did was half done: try again, and tell your operator if it stays."
    ),
}
STALE_FORM = phrase(
    "This page was open too long, or you signed in again elsewhere. Reload the page and try again."
)


def error_page(status: int, detail: str) -> Response:
    """The answer for an error: a page, or, where htmx asked, a message for the message area."""
    template = "errors/_message.html" if is_fragment_request() else "errors/page.html"
    title = TITLES.get(status, HTTPStatus(status).phrase)
    return make_response(render_template(template, status=status, title=title, detail=detail), status)


def _use_case_error(error: UseCaseError) -> ResponseReturnValue:
    if isinstance(error, Unavailable):
        show_as_nobody()
    return error_page(STATUS.get(type(error), 400), error.message)


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400 or _is_api():
        return error.get_response()
    original = error.original_exception if isinstance(error, InternalServerError) else None
    detail = None if original else error.description
    return error_page(error.code, DETAILS.get(error.code) or detail or "")


def _stale_form(_: CSRFError) -> ResponseReturnValue:
    return error_page(400, STALE_FORM)


def _is_api() -> bool:
    return request.path.startswith("/api/")


def register(app: Flask) -> None:
    """Answer errors of the console with pages; those of the API's own blueprints are handled there."""
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(UseCaseError, _use_case_error)
    app.register_error_handler(HTTPException, _http_error)
