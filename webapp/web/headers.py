"""Headers of every answer to a browser: what a page may load, and that nothing of it is kept."""

from flask import Flask, Response, request

from webapp import current

MAY_LOAD = {
    "default-src": "'none'",  # also object-src
    "script-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self' data:",  # Tabler's stylesheet draws ticks and arrows from data: addresses
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
ALWAYS_HTTPS = "max-age=31536000; includeSubDomains"
ONE_YEAR = 365 * 24 * 60 * 60


def add_headers(response: Response) -> Response:
    """Security for all; static files revalidate, vendored ones (their path names the version) stay; pages are not kept."""
    for name, value in SECURITY.items():
        response.headers.setdefault(name, value)
    if current.settings().is_https:
        response.headers.setdefault("Strict-Transport-Security", ALWAYS_HTTPS)
    if request.path.startswith("/static/vendor/"):
        response.headers["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    elif request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
        response.vary.add("HX-Request")
    return response


def register(app: Flask) -> None:
    """Put the headers on every answer of the app."""
    app.after_request(add_headers)
