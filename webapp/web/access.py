"""Who may call an endpoint of the console, and who is calling it.

Every endpoint says so with one of two decorators: `@anybody` or `@signed_in`. A test fails for one that does not.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from flask import Response, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from webapp import current
from webapp.domain.access import Actor
from webapp.services.sign_in_user import browser_actor
from webapp.web.local_paths import current_page, local_path

View = Callable[..., ResponseReturnValue]
ACCESS = "access"


class Visitor(UserMixin):
    """A signed-in browser. flask-login keeps its token in the cookie; whom it stands for is looked up anew each time."""

    def __init__(self, token: str, actor: Actor) -> None:
        self.token = token
        self.actor = actor

    def get_id(self) -> str:
        """What the cookie carries: the sign-in, not the person, so that signing out ends it for good."""
        return self.token


def anybody(view: View) -> View:
    """Declare that nobody needs to sign in to call this endpoint."""
    setattr(view, ACCESS, "anybody")
    return view


def signed_in(view: View) -> View:
    """Declare that only a signed-in person may call this endpoint; others are sent to sign in and come back."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        if not current_user.is_authenticated:
            return sign_in_first()
        return view(*args, **kwargs)

    setattr(guarded, ACCESS, "signed_in")
    return guarded


def sign_in_first() -> ResponseReturnValue:
    """Send to the sign-in page: by header where htmx asked, so that the page never lands inside another page."""
    if is_fragment_request():
        target = url_for("sign_in.form", next=current_page())
        return Response(status=401, headers={"HX-Redirect": target})
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("sign_in.form", next=local_path(wanted)), 303)


def is_fragment_request() -> bool:
    """Whether htmx asked. Decides how an answer is wrapped, never what may be seen."""
    return "HX-Request" in request.headers


def current_actor() -> Actor:
    """The person who is signed in; only for endpoints that are `@signed_in`."""
    visitor = current_user._get_current_object()  # noqa: SLF001 - flask-login hands out a proxy
    assert isinstance(visitor, Visitor)
    return visitor.actor


def request_time() -> datetime:
    """The time of this request, read once."""
    if "request_time" not in g:
        g.request_time = current.now()
    moment = g.request_time
    assert isinstance(moment, datetime)
    return moment


def welcome(token: str, actor: Actor) -> None:
    """Remember in the cookie that this browser is signed in."""
    login_user(Visitor(token, actor))


def forget() -> str | None:
    """Take the sign-in out of the cookie; return its token."""
    token = current_user.get_id()
    logout_user()
    return token if isinstance(token, str) else None


def _load(token: str) -> Visitor | None:
    actor = browser_actor(current.db(), token)
    return Visitor(token, actor) if actor else None


login_manager = LoginManager()
login_manager.session_protection = None  # the token can be revoked; a changed address is no reason
login_manager.user_loader(_load)
login_manager.unauthorized_handler(sign_in_first)
login_manager.unauthorized_handler(sign_in_first)
