"""The token of a remote side, which its browser keeps: so that a reload comes back to the session."""

from datetime import timedelta

from flask import Response, request

from webapp import current
from webapp.web.cookies import cookie_name

KEPT = timedelta(days=30)
"""Longer than sessions last. The token is worth nothing once its session is over."""


def remote_cookie(*, https: bool) -> str:
    """What the cookie is called."""
    return cookie_name("seatkeeper_remote", https=https)


def token_of_browser() -> str:
    """The token that this browser joined with; empty: it has joined nothing."""
    return request.cookies.get(_cookie(), "")


def remember(response: Response, token: str) -> Response:
    """Let the browser keep this token."""
    response.set_cookie(
        _cookie(),
        token,
        max_age=KEPT,
        secure=current.settings().is_https,
        httponly=True,
        samesite="Lax",
    )
    return response


def forget(response: Response) -> Response:
    """Let the browser forget its token."""
    https = current.settings().is_https
    response.delete_cookie(_cookie(), secure=https, httponly=True, samesite="Lax")
    return response


def _cookie() -> str:
    return remote_cookie(https=current.settings().is_https)
