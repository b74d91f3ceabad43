"""`/remote`: the session as its remote side sees it, and leaving it."""

from flask import Blueprint, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp import current
from webapp.services.leave_session import leave_session
from webapp.services.view_remote_session import view_remote_session
from webapp.web.access import remote_token, request_time
from webapp.web.remote_cookie import forget
from webapp.web.remote_side.view import RELOAD_SECONDS, page_of

blueprint = Blueprint("remote", __name__, url_prefix="/remote")


@blueprint.get("")
@remote_token
def index(token: str) -> ResponseReturnValue:
    """Who helps, since when, and how the session stands; once it is over, the closing page."""
    now = request_time()
    session = view_remote_session(current.db(), token, now)
    if session is None:
        return forget(make_response(redirect(url_for("join.form"), 303)))
    page = page_of(session, now)
    return render_template("remote_side/index.html", page=page, reload_seconds=RELOAD_SECONDS)


@blueprint.post("/leave")
@remote_token
def leave(token: str) -> ResponseReturnValue:
    """Leave: the session ends at once."""
    leave_session(current.db(), token, request_time())
    return redirect(url_for("remote.index"), 303)
