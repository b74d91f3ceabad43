"""`/password/<token>`: where a one-time link leads. It signs nobody in."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import current, words
from webapp.domain.errors import Invalid
from webapp.services.set_password import set_password_by_link, user_of_link
from webapp.web.access import anybody, request_time
from webapp.web.password.forms import NewPasswordForm

blueprint = Blueprint("password_link", __name__)


@blueprint.get("/password/<token>")
@anybody
def form(token: str) -> ResponseReturnValue:
    """The empty form. Looking at it does not use the link up: mail scanners look, too."""
    return _render(token, NewPasswordForm(formdata=None))


@blueprint.post("/password/<token>")
@anybody
def set_password(token: str) -> ResponseReturnValue:
    """Set the password, then on to the sign-in page."""
    form = NewPasswordForm()
    if not form.validate() or not _set(token, form):
        return _render(token, form), 422
    flash(words.gettext("Your password is set. All browsers were signed out: sign in with the new password."))
    return redirect(url_for("sign_in.form"), 303)


def _set(token: str, form: NewPasswordForm) -> bool:
    password, address = form.password.data or "", request.remote_addr or ""
    try:
        set_password_by_link(
            current.db(), token, password, address, request_time(), devices=form.devices.data
        )
    except Invalid as problem:
        form.reject(problem)
        return False
    return True


def _render(token: str, form: NewPasswordForm) -> str:
    user = user_of_link(current.db(), token, request_time())
    return render_template("password/link.html", form=form, user=user, token=token)
