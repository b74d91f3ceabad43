"""How long the console's cookie is kept: as long as the sign-in that it carries, and no longer."""

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, Request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from webapp.domain.sign_in import BROWSER_HOURS_MAX

UNTIL = "_until"
"""Where the cookie itself says when it ends, in seconds since 1970."""


def cookie_name(name: str, *, https: bool) -> str:
    """What a cookie is called. With https the prefix makes browsers refuse one that another site of the domain has set, or
    that came without encryption (RFC 6265bis, 4.1.3.2)."""
    return f"__Host-{name}" if https else name


class AgelessSigner(TimestampSigner):
    """Signs as ever, and never asks how old a signature is: the node that signed may have another time than the one that
    reads. What a cookie stands for ends in the database, whose clock decides.
    """

    def unsign(
        self, signed_value: str | bytes, max_age: int | None = None, return_timestamp: bool = False
    ) -> Any:  # noqa: ANN401 - bytes, or bytes and a time
        """What was signed. Raises BadSignature."""
        return super().unsign(signed_value, None, return_timestamp)  # type: ignore[call-overload]


class ConsoleCookies(SecureCookieSessionInterface):
    """Signed cookies whose end is that of the sign-in, which each account sets for itself."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Read the cookie. The client API has none, as whoever calls it brings a token each time; nor have static files,
        which are the same for all."""
        if request.path.startswith(("/api/", "/static/")):
            return self.make_null_session(app)
        return super().open_session(app, request)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """What signs and reads cookies."""
        serializer = super().get_signing_serializer(app)
        if serializer is not None:
            serializer.signer = AgelessSigner
        return serializer

    def get_expiration_time(self, app: Flask, session: SessionMixin) -> datetime | None:
        """When the browser throws the cookie away; None: when it is closed."""
        until = session.get(UNTIL)
        return None if until is None else datetime.fromtimestamp(until, UTC)


def remember_until(until: datetime) -> None:
    """Keep this browser's cookie until then. The server looks at the sign-in all the same."""
    session.permanent = True
    session[UNTIL] = int(until.timestamp())


def register(app: Flask) -> None:
    """Set the console's cookie up."""
    app.session_interface = ConsoleCookies()
    app.config.update(
        SESSION_COOKIE_NAME=cookie_name("seatkeeper", https=app.config["SESSION_COOKIE_SECURE"]),
        SESSION_COOKIE_PATH="/",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=BROWSER_HOURS_MAX),
    )
