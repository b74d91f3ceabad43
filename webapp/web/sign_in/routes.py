"""`/sign-in`, `/sign-in/code` and `/sign-out`."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from webapp import current
from webapp.domain.sign_in import NotSignedIn, Obstacle
from webapp.services.end_sign_in import sign_out_this_browser
from webapp.services.sign_in_user import CodeNeeded, SignedIn, confirm_sign_in, sign_in_user
from webapp.web.access import anybody, forget, request_time, welcome
from webapp.web.local_paths import local_path
from webapp.web.sign_in import second_step
from webapp.web.sign_in.forms import CodeForm, SignInForm
from webapp.web.sign_in.outcomes import answer, problem_of

blueprint = Blueprint("sign_in", __name__)


@blueprint.get("/sign-in")
@anybody
def form() -> ResponseReturnValue:
    """The sign-in page; who is signed in already goes on to where they wanted."""
    wanted = local_path(request.args.get("next"))
    if current_user.is_authenticated:
        return redirect(wanted or url_for("license_usage.index"), 303)
    return render_template("sign_in/index.html", form=SignInForm(formdata=None, data={"next": wanted}))


@blueprint.post("/sign-in")
@anybody
def sign_in() -> ResponseReturnValue:
    """Sign in, then on to the page that was wanted, or to the page that asks for a code."""
    form = SignInForm()
    outcome = _try_password(form) if form.validate() else None
    wanted = local_path(form.next.data)
    if isinstance(outcome, CodeNeeded):
        second_step.keep(outcome, wanted, request_time())
        return redirect(url_for("sign_in.code_form"), 303)
    if isinstance(outcome, SignedIn):
        return _come_in(outcome, wanted)
    if outcome is not None:
        form.form_errors.append(problem_of(outcome))
    return answer(render_template("sign_in/index.html", form=form), outcome)


@blueprint.get("/sign-in/code")
@anybody
def code_form() -> ResponseReturnValue:
    """The page that asks for a code, after the password."""
    if second_step.kept(request_time()) is None:
        return redirect(url_for("sign_in.form"), 303)
    return render_template("sign_in/code.html", form=CodeForm(formdata=None))


@blueprint.post("/sign-in/code")
@anybody
def confirm() -> ResponseReturnValue:
    """Sign in with the code."""
    form, half = CodeForm(), second_step.kept(request_time())
    if half is None:
        return redirect(url_for("sign_in.form"), 303)
    outcome = _try_code(half.asked, form) if form.validate() else None
    if isinstance(outcome, SignedIn):
        second_step.forget()
        return _come_in(outcome, half.wanted)
    if outcome is not None and outcome.obstacle is Obstacle.START_AGAIN:
        second_step.forget()
        return redirect(url_for("sign_in.form"), 303)
    if outcome is not None:
        form.code.errors = [problem_of(outcome)]
    return answer(render_template("sign_in/code.html", form=form), outcome)


@blueprint.post("/sign-out")
@anybody
def sign_out() -> ResponseReturnValue:
    """Sign this browser out for good: its cookie is worth nothing afterwards."""
    token = forget()
    if token:
        sign_out_this_browser(current.db(), token, request.remote_addr or "", request_time())
    return redirect(url_for("sign_in.form"), 303)


def _try_password(form: SignInForm) -> SignedIn | CodeNeeded | NotSignedIn:
    username, password = form.username.data or "", form.password.data or ""
    return sign_in_user(current.db(), username, password, *_browser(), request_time())


def _try_code(asked: CodeNeeded, form: CodeForm) -> SignedIn | NotSignedIn:
    code, key = form.code.data or "", current.secret_key()
    return confirm_sign_in(current.db(), asked, code, *_browser(), key, request_time())


def _browser() -> tuple[str, str]:
    return request.remote_addr or "", request.user_agent.string


def _come_in(signed_in: SignedIn, wanted: str | None) -> ResponseReturnValue:
    welcome(signed_in)
    return redirect(wanted or url_for("license_usage.index"), 303)
