"""`/administration/users/<name>/…`: what a domain admin does about how a user signs in."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webapp import current, words
from webapp.services.lift_sign_in_delay import lift_sign_in_delay
from webapp.services.reset_two_step import reset_two_step
from webapp.web.access import current_actor, domain_admin_changes, request_time
from webapp.web.your_account.security import sign_one_out

blueprint = Blueprint("sign_in_security", __name__, url_prefix="/administration/users")


@blueprint.post("/<name>/two-step/reset")
@domain_admin_changes
def reset(name: str) -> ResponseReturnValue:
    """Take the user's second step away."""
    reset_two_step(current.db(), current_actor(), name, request_time())
    flash(words.gettext("%(name)s signs in without a second step now, and can set it up anew.", name=name))
    return _back(name)


@blueprint.post("/<name>/sign-in-delay/lifting")
@domain_admin_changes
def lift_delay(name: str) -> ResponseReturnValue:
    """Let the user try to sign in at once."""
    lift_sign_in_delay(current.db(), current_actor(), name, request_time())
    flash(words.gettext("%(name)s can try to sign in at once.", name=name))
    return _back(name)


@blueprint.post("/<name>/sign-outs")
@domain_admin_changes
def sign_out(name: str) -> ResponseReturnValue:
    """Sign one of the user's browsers or devices out."""
    flash(sign_one_out(name))
    return _back(name)


def _back(name: str) -> ResponseReturnValue:
    return redirect(url_for("rights.of_user", name=name), 303)
