"""`/password`: changing one's own password. Whoever has to change it is led here by every other page."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from webapp import current, words
from webapp.domain.errors import Invalid
from webapp.domain.sign_in import Duty, NotSignedIn, Obstacle
from webapp.domain.texts import phrase
from webapp.services.set_password import change_password
from webapp.web.access import current_actor, request_time, signed_in_for
from webapp.web.password.forms import ChangePasswordForm
from webapp.web.sign_in.outcomes import answer, problem_of

blueprint = Blueprint("password", __name__)
WRONG = phrase("This is not your present password.")
CHANGED = phrase("Your password is changed, and your other browsers are signed out.")
DEVICES_TOO = phrase("Your password is changed, and your other browsers and your devices are signed out.")


@blueprint.get("/password")
@signed_in_for(Duty.CHANGE_PASSWORD)
def form() -> ResponseReturnValue:
    """The empty form."""
    return _render(ChangePasswordForm(formdata=None))


@blueprint.post("/password")
@signed_in_for(Duty.CHANGE_PASSWORD)
def change() -> ResponseReturnValue:
    """Change it."""
    form = ChangePasswordForm()
    if not form.validate():
        return _render(form), 422
    try:
        outcome = _change(form)
    except Invalid as problem:
        form.reject(problem)
        return _render(form), 422
    if outcome is not None:
        form.present.errors = [wrong_password(outcome)]
        return answer(_render(form), outcome)
    flash(words.translate(DEVICES_TOO if form.devices.data else CHANGED))
    had_to = current_user.duty is Duty.CHANGE_PASSWORD
    return redirect(url_for("license_usage.index" if had_to else "your_account.security"), 303)


def wrong_password(outcome: NotSignedIn) -> str:
    """What to say at the field of the present password."""
    return WRONG if outcome.obstacle is Obstacle.WRONG else problem_of(outcome)


def _change(form: ChangePasswordForm) -> NotSignedIn | None:
    return change_password(
        current.db(),
        current_actor(),
        form.present.data or "",
        form.password.data or "",
        request_time(),
        keep=current_user.get_id(),
        devices=form.devices.data,
    )


def _render(form: ChangePasswordForm) -> str:
    has_to = current_user.duty is Duty.CHANGE_PASSWORD
    return render_template("password/change.html", form=form, has_to=has_to)
