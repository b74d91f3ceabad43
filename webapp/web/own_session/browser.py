"""The browser as a device: an id that it keeps in a signed cookie, so that sessions started in it stay its own."""

import hmac
import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from flask import Response, request

from webapp import current
from webapp.domain.access import Actor
from webapp.domain.user_agents import browser_in_words
from webapp.services.start_on_console import at_browser, use_browser
from webapp.web.cookies import cookie_name

KEPT = timedelta(days=400)
"""As long as browsers keep a cookie at most."""


def actor_at_browser(actor: Actor) -> Actor:
    """The actor at this browser, if it is a device already."""
    identifier = _identifier()
    return at_browser(current.db(), actor, identifier) if identifier else actor


class Browser:
    """This browser, made a device if it is none yet. Its answer has to carry the cookie: `remember`."""

    def __init__(self) -> None:
        self._identifier = _identifier() or f"browser-{secrets.token_urlsafe(18)}"

    def actor(self, actor: Actor, now: datetime) -> Actor:
        """The actor at this browser."""
        name = browser_in_words(request.user_agent.string)
        return use_browser(current.db(), actor, self._identifier, name, now)

    def remember(self, response: Response) -> Response:
        """Let the browser keep its id."""
        response.set_cookie(
            _cookie(),
            f"{self._identifier}.{_signature(self._identifier)}",
            max_age=KEPT,
            secure=current.settings().is_https,
            httponly=True,
            samesite="Lax",
        )
        return response


def _cookie() -> str:
    return cookie_name("seatkeeper_browser", https=current.settings().is_https)


def _identifier() -> str:
    identifier, _, signature = request.cookies.get(_cookie(), "").rpartition(".")
    return identifier if hmac.compare_digest(signature.encode(), _signature(identifier).encode()) else ""


def _signature(identifier: str) -> str:
    return hmac.new(current.secret_key().encode(), f"browser {identifier}".encode(), sha256).hexdigest()
