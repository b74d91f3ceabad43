"""`/usage`: the page, and what is done on it."""

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import current
from webapp.domain.errors import Forbidden
from webapp.services.list_ready_reasons import list_ready_reasons
from webapp.services.take_back_termination import take_back_terminations
from webapp.services.terminate_sessions import terminate_sessions
from webapp.web.access import anybody, current_actor, is_fragment_request, request_time, signed_in
from webapp.web.errors import error_page
from webapp.web.license_usage.forms import SessionsForm, TerminationForm
from webapp.web.license_usage.page import Page, page_for
from webapp.web.license_usage.preview import eyes_of
from webapp.web.license_usage.refusal import banner_for
from webapp.web.license_usage.results import Undo, describe, describe_kept, undo_of
from webapp.web.license_usage.view import View, read_view

blueprint = Blueprint("license_usage", __name__)


@blueprint.get("/")
@anybody
def home() -> ResponseReturnValue:
    """The console opens on License Usage."""
    return redirect(url_for("license_usage.index"), 303)


@blueprint.get("/usage")
@signed_in
def index() -> ResponseReturnValue:
    """Who holds what. To htmx, the parts that follow the search."""
    view, now = read_view(request.args), request_time()
    try:
        page = page_for(current_actor(), view, now)
    except Forbidden as refused:
        return _without_rights(view, refused.message, now)
    if is_fragment_request():
        address = url_for("license_usage.index") + view.suffix
        return render_template("license_usage/_search.html", page=page), {"HX-Replace-Url": address}
    return _whole(page)


@blueprint.post("/usage/terminations")
@signed_in
def terminate() -> ResponseReturnValue:
    """End the ticked sessions."""
    view, now, form = read_view(request.args), request_time(), TerminationForm()
    if not form.validate():
        return _with_problem(view, form.problem, now)
    results = terminate_sessions(current.db(), current_actor(), form.session.data, form.reason.data, now)
    flash(describe(results, now))
    return _changed(view, now, undo_of(results, now))


@blueprint.post("/usage/terminations/withdrawals")
@signed_in
def withdraw() -> ResponseReturnValue:
    """Take terminations back: the sessions stay open."""
    view, now, form = read_view(request.args), request_time(), SessionsForm()
    if not form.validate():
        return _with_problem(view, form.problem, now)
    flash(describe_kept(take_back_terminations(current.db(), current_actor(), form.session.data, now)))
    return _changed(view, now)


def _whole(page: Page, problem: str = "") -> str:
    reasons = list_ready_reasons(current.db(), current_actor())
    return render_template("license_usage/index.html", page=page, problem=problem, reasons=reasons)


def _changed(view: View, now: datetime, undo: Undo | None = None) -> ResponseReturnValue:
    if not is_fragment_request():
        return redirect(url_for("license_usage.index") + view.suffix, 303)
    page = page_for(current_actor(), view, now)
    return render_template("license_usage/_changed.html", page=page, undo=undo)


def _with_problem(view: View, problem: str, now: datetime) -> ResponseReturnValue:
    if is_fragment_request():
        return error_page(422, problem)
    page = page_for(current_actor(), view, now)
    return _whole(page, problem), 422


def _without_rights(view: View, message: str, now: datetime) -> ResponseReturnValue:
    """Who may not see the page may start a session all the same, and is told why an attempt of their own was refused."""
    eyes = eyes_of(current_actor(), view)
    if is_fragment_request():
        raise Forbidden(message)
    banner = banner_for(eyes.actor, view.refusal, now)
    shown = render_template(
        "license_usage/without_rights.html", banner=banner, preview=eyes.preview, message=message
    )
    return shown, 200 if eyes.preview else 403
