"""The token of a remote side, which its browser keeps: so that a reload comes back to the session."""

from datetime import timedelta

from flask import Response, request

from webapp import current

COOKIE = "seatkeeper_remote"
PATH = "/remote"
KEPT = timedelta(days=30)
"""Longer than sessions last. The token is worth nothing once its session is over."""


def token_of_browser() -> str:
    """The token that this browser joined with; empty: it has joined nothing."""
    return request.cookies.get(COOKIE, "")


def remember(response: Response, token: str) -> Response:
    """Let the browser keep this token."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=KEPT,
        path=PATH,
        secure=current.settings().is_https,
        httponly=True,
        samesite="Lax",
    )
    return response


def forget(response: Response) -> Response:
    """Let the browser forget its token."""
    response.delete_cookie(COOKIE, path=PATH)
    return response
