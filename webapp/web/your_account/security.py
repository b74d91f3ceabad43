"""`/account/security`: how one signs in, and where one is signed in."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from webapp import current, words
from webapp.domain.languages import LANGUAGES
from webapp.services.choose_language import choose_language
from webapp.services.end_sign_in import end_browser_sign_in, end_device_sign_in, end_other_sign_ins
from webapp.services.view_sign_in_security import view_sign_in_security
from webapp.web.access import current_actor, look_again, request_time, signed_in
from webapp.web.your_account.view import sign_in_view

blueprint = Blueprint("your_account", __name__)


@blueprint.get("/account/security")
@signed_in
def security() -> ResponseReturnValue:
    """Password, second step, browsers and devices."""
    actor, now, token = current_actor(), request_time(), current_user.get_id()
    found = view_sign_in_security(current.db(), actor, actor.user_name, now, token)
    return render_template("your_account/security.html", page=sign_in_view(found, now), languages=LANGUAGES)


@blueprint.post("/account/language")
@signed_in
def language() -> ResponseReturnValue:
    """Choose what the console is spoken in; empty: what the browser asks for."""
    choose_language(current.db(), current_actor(), request.form.get("language") or None)
    look_again()
    words.choose_anew()
    flash(words.gettext("The language is saved."))
    return redirect(url_for("your_account.security"), 303)


@blueprint.post("/account/security/sign-outs")
@signed_in
def sign_out() -> ResponseReturnValue:
    """Sign a browser or a device out, or everything but this browser."""
    actor, now, db = current_actor(), request_time(), current.db()
    if "others" in request.form:
        end_other_sign_ins(db, actor, current_user.get_id(), now)
        flash(words.gettext("You are signed out everywhere else."))
    else:
        flash(sign_one_out(actor.user_name))
    return redirect(url_for("your_account.security"), 303)


def sign_one_out(user_name: str) -> str:
    """Sign the browser or device out that the form names; returns what to say."""
    actor, now, db = current_actor(), request_time(), current.db()
    if "browser" in request.form:
        end_browser_sign_in(db, actor, user_name, request.form["browser"], now)
        return words.gettext("The browser is signed out.")
    device = request.form.get("device", 0, type=int)
    return words.gettext(
        "%(device)s is signed out.",
        device=end_device_sign_in(db, actor, user_name, device, now),
    )
