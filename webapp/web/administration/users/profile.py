"""`/administration/users/<name>/profile`: what can be changed of one user."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp import current
from webapp.domain.errors import Invalid
from webapp.domain.versions import Outdated
from webapp.services.change_user import change_user, shown
from webapp.services.issue_password_link import issue_password_link
from webapp.services.view_user import UserView, view_user
from webapp.web.access import current_actor, domain_admin, domain_admin_changes, request_time
from webapp.web.administration.saved import saved
from webapp.web.administration.users.blueprint import blueprint
from webapp.web.administration.users.forms import ProfileForm
from webapp.web.administration.users.links import give_link, take_link
from webapp.web.administration.users.one_user import profile_page


@blueprint.get("/<name>/profile")
@domain_admin
def profile(name: str) -> ResponseReturnValue:
    """The Profile tab."""
    view = view_user(current.db(), current_actor(), name, request_time())
    form = ProfileForm(formdata=None, data=view.user.editable)
    form.rendered_from(view.user.editable)
    return _render(view, form)


@blueprint.post("/<name>/profile")
@domain_admin_changes
def save_profile(name: str) -> ResponseReturnValue:
    """Save it."""
    view = view_user(current.db(), current_actor(), name, request_time())
    form = ProfileForm()
    status = _save(name, form)
    return (
        redirect(url_for("users.profile", name=name), 303)
        if status is None
        else (_render(view, form), status)
    )


def _save(name: str, form: ProfileForm) -> int | None:
    """Save and say so; or the status with which the form is shown again, messages at its fields."""
    if not form.validate():
        return 422
    version = form.version.data or ""
    try:
        changes = change_user(current.db(), current_actor(), name, form.profile(), version, request_time())
    except Outdated as outdated:
        form.meet(outdated, shown)
        return 409
    except Invalid as problem:
        form.reject(problem)
        return 422
    flash(saved(changes))
    return None


def _render(view: UserView, form: ProfileForm) -> str:
    page = profile_page(view, current_actor(), request_time())
    link = take_link(view.user.name)
    return render_template(
        "administration/users/profile.html", page=page, head=page.head, form=form, link=link
    )


@blueprint.post("/<name>/password-link")
@domain_admin_changes
def send_password_link(name: str) -> ResponseReturnValue:
    """Make a one-time link with which the user chooses a new password; it is shown on the page that follows, once."""
    token = issue_password_link(current.db(), current_actor(), name, request_time())
    give_link(name, token)
    return redirect(url_for("users.profile", name=name), 303)
