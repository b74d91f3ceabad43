"""`/administration/users`: the list, and the same as CSV."""

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import current
from webapp.services.export_users import export_users
from webapp.services.list_users import list_users
from webapp.web.access import current_actor, domain_admin, is_fragment_request, request_time
from webapp.web.administration.users.blueprint import blueprint
from webapp.web.administration.users.downloads import csv_download
from webapp.web.administration.users.page import list_page
from webapp.web.administration.users.view import read_view


@blueprint.get("")
@domain_admin
def index() -> ResponseReturnValue:
    """The users. To htmx, the table that follows the search."""
    view, actor, now = read_view(request.args), current_actor(), request_time()
    page = list_page(list_users(current.db(), actor, view.query, now), view, actor, now)
    if is_fragment_request():
        address = url_for("users.index") + view.suffix
        return render_template("administration/users/_search.html", page=page), {"HX-Replace-Url": address}
    return render_template("administration/users/index.html", page=page, problem="")


@blueprint.get("/<name>")
@domain_admin
def show(name: str) -> ResponseReturnValue:
    """A user begins with their profile."""
    return redirect(url_for("users.profile", name=name), 303)


@blueprint.get("/export.csv")
@domain_admin
def export() -> Response:
    """All users of the account as CSV."""
    return csv_download(export_users(current.db(), current_actor()), f"users-of-{current_actor().domain}.csv")
