"""`/administration/users/<name>/security`: what one user may see and end."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp import current
from webapp.services.change_user_rights import change_user_rights
from webapp.services.read_rights import UserRights, read_user_rights
from webapp.web.access import current_actor, domain_admin, domain_admin_changes, request_time
from webapp.web.administration.rights.forms import UserRightsForm, user_form
from webapp.web.administration.rights.panel import panel_for_user
from webapp.web.administration.rights.saving import save_rights
from webapp.web.administration.sign_in_security import sign_in_security_of
from webapp.web.administration.users.one_user import read_head

blueprint = Blueprint("rights", __name__, url_prefix="/administration/users")


@blueprint.get("/<name>/security")
@domain_admin
def of_user(name: str) -> ResponseReturnValue:
    """The Security tab of a user."""
    rights = read_user_rights(current.db(), current_actor(), name)
    return _render(user_form(rights.own, fresh=True), rights)


@blueprint.post("/<name>/security")
@domain_admin_changes
def save(name: str) -> ResponseReturnValue:
    """Save the user's rights."""
    rights = read_user_rights(current.db(), current_actor(), name)
    form = user_form(rights.own, fresh=False)
    status = save_rights(
        form,
        lambda seen: change_user_rights(
            current.db(), current_actor(), name, form.wanted(), seen, request_time()
        ),
    )
    if status is None:
        return redirect(url_for("rights.of_user", name=name), 303)
    return _render(form, read_user_rights(current.db(), current_actor(), name)), status


def _render(form: UserRightsForm, rights: UserRights) -> str:
    return render_template(
        "administration/rights/user.html",
        head=read_head(rights.user.name),
        panel=panel_for_user(form, rights),
        user=rights.user,
        sign_in=sign_in_security_of(rights.user.name),
    )
