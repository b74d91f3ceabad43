"""Headers of every answer to a browser: what a page may load, and that nothing of it is kept."""

from flask import Flask, Response, request

from webapp import current
from webapp.answers import FOR_PROGRAMS, WholeAnswer
from webapp.web import static_files

MAY_LOAD = {
    "default-src": "'none'",  # also object-src
    "script-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self' data:",  # Tabler's stylesheet draws ticks and arrows from data: addresses
    "media-src": "'self'",  # the film in the manual
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
SECURITY = {
    "Content-Security-Policy": "; ".join(f"{what} {where}" for what, where in MAY_LOAD.items()),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
DOCUMENTS = ("text/html", "image/svg+xml")
"""What a browser may show as a page, which can hold scripts: of other files the headers would say nothing, thirty times a page."""
ALWAYS_HTTPS = "max-age=31536000; includeSubDomains"


def add_headers(response: Response) -> Response:
    """Security for all that a browser shows, and pages are not kept.

    Answers of the client API are documents for programs, which load nothing and are shown by nobody.
    """
    if isinstance(response, WholeAnswer):
        return response
    if request.path.startswith("/api/"):
        response.headers.update(FOR_PROGRAMS)
        return response
    if request.endpoint == static_files.ENDPOINT and response.mimetype not in DOCUMENTS:
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response
    for name, value in SECURITY.items():
        response.headers.setdefault(name, value)
    if request.endpoint != static_files.ENDPOINT:
        response.headers.setdefault("Cache-Control", "no-store")
        response.vary.add("HX-Request")
    return response


def register(app: Flask) -> None:
    """Put the headers on every answer of the app."""
    app.after_request(add_headers)
    if app.extensions[current.EXTENSION].settings.is_https:
        app.after_request(_come_by_https)


def _come_by_https(response: Response) -> Response:
    response.headers["Strict-Transport-Security"] = ALWAYS_HTTPS
    return response
