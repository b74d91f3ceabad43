"""The console's cookie, as a server with this key would have set it: for browsers that are signed in already."""

from functools import cache

from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from webapp.web.cookies import ConsoleCookies


def console_cookie(token: str, secret_key: str) -> str:
    """The value of the cookie `seatkeeper` of whoever signed in and was given this token."""
    return str(_signer(secret_key).dumps({"_user_id": token, "_fresh": True}))


@cache
def _signer(secret_key: str) -> URLSafeTimedSerializer:
    app = Flask(__name__)
    app.secret_key = secret_key
    signer = ConsoleCookies().get_signing_serializer(app)
    assert signer is not None
    return signer
