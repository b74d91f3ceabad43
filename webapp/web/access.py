"""Who may call an endpoint of the console, and who is calling it.

Every endpoint says so with a decorator, such as `@anybody` or `@signed_in`. A test fails for one that does not.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from flask import Response, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import AnonymousUserMixin, LoginManager, UserMixin, current_user, login_user, logout_user

from webapp import current
from webapp.domain.access import Actor, may_administer, may_change
from webapp.domain.errors import Forbidden
from webapp.domain.sign_in import Duty
from webapp.domain.texts import phrase
from webapp.services.sign_in_user import SignedIn
from webapp.services.visit_console import visit_console
from webapp.web.cookies import remember_until
from webapp.web.local_paths import current_page, local_path
from webapp.web.remote_cookie import token_of_browser

View = Callable[..., ResponseReturnValue]
ACCESS = "access"
FOR_ADMINS = phrase("Administration is for domain admins. Ask the account owner if you should be one.")
PAGE_OF_DUTY = {Duty.CHANGE_PASSWORD: "password.form", Duty.SET_UP_TWO_STEP: "two_step.page"}
LOOK_ONLY = phrase(
    "You may look at Administration, but not change anything. Ask the account owner to change this."
)


class Visitor(UserMixin):
    """A signed-in browser. flask-login keeps its token in the cookie; whom it stands for is looked up anew each time."""

    def __init__(self, token: str, actor: Actor, duty: Duty | None = None) -> None:
        self.token = token
        self.actor = actor
        self.duty = duty

    def get_id(self) -> str:
        """What the cookie carries: the sign-in, not the person, so that signing out ends it for good."""
        return self.token


def show_as_nobody() -> None:
    """Let the answer to this request be rendered without asking who is there: the database may be away."""
    g._login_user = AnonymousUserMixin()  # noqa: SLF001 - where flask-login keeps whom it has looked up


def anybody(view: View) -> View:
    """Declare that nobody needs to sign in to call this endpoint."""
    setattr(view, ACCESS, "anybody")
    return view


def signed_in(view: View) -> View:
    """Declare that only a signed-in person may call this endpoint; others are sent to sign in and come back."""
    return _for_signed_in(view, None)


def signed_in_for(duty: Duty) -> Callable[[View], View]:
    """The same for an endpoint that also serves those who have this duty to do before anything else."""
    return lambda view: _for_signed_in(view, duty)


def _for_signed_in(view: View, duty: Duty | None) -> View:
    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        elsewhere = _elsewhere_first(duty)
        return view(*args, **kwargs) if elsewhere is None else elsewhere

    setattr(guarded, ACCESS, "signed_in")
    return guarded


def domain_admin(view: View) -> View:
    """Declare that only a domain admin may call this endpoint, a read-only one too: it changes nothing."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        if (elsewhere := _elsewhere_first(None)) is not None:
            return elsewhere
        if not may_administer(current_actor()):
            raise Forbidden(FOR_ADMINS)
        return view(*args, **kwargs)

    setattr(guarded, ACCESS, "domain_admin")
    return guarded


def domain_admin_changes(view: View) -> View:
    """Declare that only a domain admin who may change things may call this endpoint."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        if not may_change(current_actor()):
            raise Forbidden(LOOK_ONLY)
        return view(*args, **kwargs)

    admins_only = domain_admin(guarded)
    setattr(admins_only, ACCESS, "domain_admin_changes")
    return admins_only


def remote_token(view: View) -> View:
    """Declare that only a browser that has joined a session may call this endpoint, whose view is given its token. Others
    are sent to join one."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        token = token_of_browser()
        return view(token, *args, **kwargs) if token else redirect(url_for("join.form"), 303)

    setattr(guarded, ACCESS, "remote_token")
    return guarded


def sign_in_first() -> ResponseReturnValue:
    """Send to the sign-in page: by header where htmx asked, so that the page never lands inside another page."""
    if is_fragment_request():
        target = url_for("sign_in.form", next=current_page())
        return Response(status=401, headers={"HX-Redirect": target})
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("sign_in.form", next=local_path(wanted)), 303)


def _elsewhere_first(duty: Duty | None) -> ResponseReturnValue | None:
    """Where this visitor has to go before the page that was asked for; None: nowhere, or it is the page of their duty."""
    if not current_user.is_authenticated:
        return sign_in_first()
    if current_user.duty in (None, duty):
        return None
    target = url_for(PAGE_OF_DUTY[current_user.duty])
    if is_fragment_request():
        return Response(status=401, headers={"HX-Redirect": target})
    return redirect(target, 303)


def is_fragment_request() -> bool:
    """Whether htmx asked. Decides how an answer is wrapped, never what may be seen."""
    return "HX-Request" in request.headers


def current_actor() -> Actor:
    """The person who is signed in; only for endpoints that are `@signed_in`."""
    visitor = current_user._get_current_object()  # noqa: SLF001 - flask-login hands out a proxy
    assert isinstance(visitor, Visitor)
    return visitor.actor


def look_again() -> None:
    """Whoever is signed in has changed something about themselves: look them up anew from here on."""
    g.pop("_login_user", None)


def languages_of_visitor() -> tuple[str | None, str | None]:
    """The language that whoever is signed in has chosen, and that of their account; None for nobody."""
    if not current_user.is_authenticated:
        return None, None
    return current_user.actor.language, current_user.actor.account_language


def request_time() -> datetime:
    """The time of this request, read once."""
    if "request_time" not in g:
        g.request_time = current.now()
    moment = g.request_time
    assert isinstance(moment, datetime)
    return moment


def welcome(signed_in: SignedIn) -> None:
    """Remember in the cookie that this browser is signed in, for as long as it is."""
    login_user(Visitor(signed_in.token, signed_in.actor))
    remember_until(signed_in.until)


def forget() -> str | None:
    """Take the sign-in out of the cookie; return its token."""
    token = current_user.get_id()
    logout_user()
    return token if isinstance(token, str) else None


def _load(token: str) -> Visitor | None:
    visit = visit_console(current.db(), token, request_time(), request.remote_addr or "")
    return Visitor(token, visit.actor, visit.duty) if visit else None


login_manager = LoginManager()
login_manager.session_protection = None  # the token can be revoked; a changed address is no reason
login_manager.user_loader(_load)
login_manager.unauthorized_handler(sign_in_first)
