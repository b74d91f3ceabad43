"""`/set-up/<token>`: open until the first account exists."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import current, words
from webapp.domain.access import Actor
from webapp.domain.errors import Invalid, NotFound
from webapp.domain.texts import phrase
from webapp.services.set_up_installation import set_up_installation, setup_is_open
from webapp.services.sign_in_user import sign_in_browser
from webapp.web.access import anybody, request_time, welcome
from webapp.web.set_up.forms import SetUpForm

blueprint = Blueprint("set_up", __name__)
USED_UP = phrase("This set-up link has been used or replaced. Sign in, or restart Seatkeeper for a new link.")


@blueprint.get("/set-up/<token>")
@anybody
def form(token: str) -> ResponseReturnValue:
    """The empty form."""
    if not setup_is_open(current.db(), token):
        raise NotFound(USED_UP)
    return render_template("set_up/index.html", form=SetUpForm(formdata=None), token=token)


@blueprint.post("/set-up/<token>")
@anybody
def set_up(token: str) -> ResponseReturnValue:
    """Create the account and its owner, and sign the owner in."""
    form = SetUpForm()
    owner = _create(form, token) if form.validate() else None
    if owner is None:
        return render_template("set_up/index.html", form=form, token=token), 422
    address, agent = request.remote_addr or "", request.user_agent.string
    welcome(sign_in_browser(current.db(), owner, address, agent, request_time()))
    flash(
        words.gettext(
            "%(account)s is set up. Sign in on your devices with seat, and see here who holds what.",
            account=form.name.data,
        )
    )
    return redirect(url_for("license_usage.index"), 303)


def _create(form: SetUpForm, token: str) -> Actor | None:
    try:
        return set_up_installation(current.db(), token, form.new_account(), request_time())
    except Invalid as problem:
        form.reject(problem)
        return None
