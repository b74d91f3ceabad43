"""`/usage/tips/<kind>/close`: somebody has read a tip."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import current
from webapp.services.close_tip import close_tip
from webapp.web.access import current_actor, is_fragment_request, request_time, signed_in
from webapp.web.license_usage.page import page_for
from webapp.web.license_usage.view import read_view

blueprint = Blueprint("tips", __name__)


@blueprint.post("/usage/tips/<kind>/close")
@signed_in
def close(kind: str) -> ResponseReturnValue:
    """Close it for whoever asks."""
    view, now = read_view(request.args), request_time()
    close_tip(current.db(), current_actor(), kind, now)
    if not is_fragment_request():
        return redirect(url_for("license_usage.index") + view.suffix, 303)
    return render_template("license_usage/_update.html", page=page_for(current_actor(), view, now))
