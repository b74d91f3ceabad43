"""`/account/two-step`: setting the second step up, turning it off, new recovery codes."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from webapp import current, words
from webapp.domain.errors import Conflict, Invalid
from webapp.domain.sign_in import Duty, NotSignedIn
from webapp.services.confirm_two_step import confirm_two_step
from webapp.services.renew_recovery_codes import renew_recovery_codes
from webapp.services.set_up_two_step import pending_secret, set_up_two_step
from webapp.services.turn_off_two_step import turn_off_two_step
from webapp.services.view_sign_in_security import view_sign_in_security
from webapp.web.access import current_actor, request_time, signed_in, signed_in_for
from webapp.web.password.change import wrong_password
from webapp.web.sign_in.outcomes import answer
from webapp.web.your_account.forms import FirstCodeForm, PasswordForm
from webapp.web.your_account.qr import qr_code
from webapp.web.your_account.view import SignInView, sign_in_view

blueprint = Blueprint("two_step", __name__, url_prefix="/account/two-step")
SETTING_UP = signed_in_for(Duty.SET_UP_TWO_STEP)


@blueprint.get("")
@SETTING_UP
def page() -> ResponseReturnValue:
    """How it stands: not set up, half set up, or on."""
    return _render(FirstCodeForm(formdata=None), PasswordForm(formdata=None))


@blueprint.post("")
@SETTING_UP
def start() -> ResponseReturnValue:
    """Make a secret for the app; the page then shows it."""
    set_up_two_step(current.db(), current_actor(), current.secret_key())
    return redirect(url_for("two_step.page"), 303)


@blueprint.post("/confirmation")
@SETTING_UP
def confirm() -> ResponseReturnValue:
    """Turn it on with the first code. The recovery codes stand in this answer alone."""
    form = FirstCodeForm()
    if not form.validate():
        return _render(form, PasswordForm(formdata=None)), 422
    code, key = form.code.data or "", current.secret_key()
    try:
        codes = confirm_two_step(current.db(), current_actor(), code, key, request_time())
    except Invalid as problem:
        form.code.errors = [problem.message]
        return _render(form, PasswordForm(formdata=None)), 422
    except Conflict:
        return redirect(url_for("two_step.page"), 303)
    return render_template("your_account/recovery_codes.html", codes=codes, is_new=True)


@blueprint.post("/removal")
@signed_in
def turn_off() -> ResponseReturnValue:
    """Turn it off; where it is required, the next page is the one that sets it up anew."""
    form = PasswordForm()
    outcome = None
    if form.validate():
        outcome = turn_off_two_step(current.db(), current_actor(), form.password.data or "", request_time())
    if form.errors or outcome is not None:
        return _wrong(form, outcome)
    flash(words.gettext("Two-step verification is off."))
    return redirect(url_for("two_step.page"), 303)


@blueprint.post("/recovery-codes")
@signed_in
def renew() -> ResponseReturnValue:
    """New recovery codes. They stand in this answer alone."""
    form = PasswordForm()
    outcome: tuple[str, ...] | NotSignedIn | None = None
    if form.validate():
        outcome = renew_recovery_codes(
            current.db(), current_actor(), form.password.data or "", request_time()
        )
    if isinstance(outcome, tuple):
        return render_template("your_account/recovery_codes.html", codes=outcome, is_new=False)
    return _wrong(form, outcome)


def _wrong(form: PasswordForm, outcome: NotSignedIn | None) -> ResponseReturnValue:
    if (
        not _view().two_step_since
    ):  # it was turned off meanwhile, elsewhere: the form is not on the page any more
        flash(words.gettext("Two-step verification is off."))
        return redirect(url_for("two_step.page"), 303)
    if outcome is not None:
        form.password.errors = [wrong_password(outcome)]
    return answer(_render(FirstCodeForm(formdata=None), form), outcome)


def _render(code_form: FirstCodeForm, password_form: PasswordForm) -> str:
    view = _view()
    secret = (
        None if view.two_step_since else pending_secret(current.db(), current_actor(), current.secret_key())
    )
    return render_template(
        "your_account/two_step.html",
        page=view,
        code_form=code_form,
        password_form=password_form,
        secret=secret,
        qr=qr_code(secret.uri) if secret else None,
        has_to=current_user.duty is Duty.SET_UP_TWO_STEP,
    )


def _view() -> SignInView:
    actor, now = current_actor(), request_time()
    return sign_in_view(view_sign_in_security(current.db(), actor, actor.user_name, now), now)
