"""`/administration/users/new`."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp import current, words
from webapp.domain.errors import Invalid
from webapp.services.add_user import Added, add_user
from webapp.web.access import current_actor, domain_admin_changes, request_time
from webapp.web.administration.users.blueprint import blueprint
from webapp.web.administration.users.forms import NewUserForm
from webapp.web.administration.users.links import give_link


@blueprint.get("/new")
@domain_admin_changes
def new() -> ResponseReturnValue:
    """The empty form."""
    return render_template("administration/users/new.html", form=NewUserForm(formdata=None))


@blueprint.post("/new")
@domain_admin_changes
def create() -> ResponseReturnValue:
    """Create the user; with an invitation, its link is shown on the page that follows, once."""
    form = NewUserForm()
    added = _add(form) if form.validate() else None
    if added is None:
        return render_template("administration/users/new.html", form=form), 422
    if added.invitation is not None:
        give_link(added.name, added.invitation)
    flash(words.gettext("User %(name)s is created.", name=added.name))
    return redirect(url_for("users.profile", name=added.name), 303)


def _add(form: NewUserForm) -> Added | None:
    try:
        return add_user(current.db(), current_actor(), form.new_user(), request_time())
    except Invalid as problem:
        form.reject(problem)
        return None
