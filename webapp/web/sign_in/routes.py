"""`/sign-in` and `/sign-out`."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from webapp import current
from webapp.services.sign_in_user import sign_in_user, sign_out_browser
from webapp.web.access import anybody, forget, request_time, welcome
from webapp.web.local_paths import local_path
from webapp.web.sign_in.forms import SignInForm

blueprint = Blueprint("sign_in", __name__)
WRONG = "This user name and password do not belong together."


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
    """Sign in, then on to the page that was wanted."""
    form = SignInForm()
    signed = None
    if form.validate():
        address, agent = request.remote_addr or "", request.user_agent.string
        username, password = form.username.data or "", form.password.data or ""
        signed = sign_in_user(current.db(), username, password, address, agent, request_time())
        if signed is None:
            form.form_errors.append(WRONG)
    if signed is None:
        return render_template("sign_in/index.html", form=form), 422
    welcome(signed.token, signed.actor)
    return redirect(local_path(form.next.data) or url_for("license_usage.index"), 303)


@blueprint.post("/sign-out")
@anybody
def sign_out() -> ResponseReturnValue:
    """Sign this browser out for good: its cookie is worth nothing afterwards."""
    token = forget()
    if token:
        sign_out_browser(current.db(), token, request_time())
    return redirect(url_for("sign_in.form"), 303)
