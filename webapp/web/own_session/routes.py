"""`/sessions`: starting a support session in the browser, its page, and what is done there."""

from contextlib import suppress
from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp import current, words
from webapp.domain.access import Actor
from webapp.domain.errors import Conflict, Invalid
from webapp.domain.states import SessionState
from webapp.services.admit_session import Admitted, PpuQuestion, Refused
from webapp.services.confirm_termination import confirm_termination
from webapp.services.end_session import end_session
from webapp.services.issue_new_code import issue_new_code
from webapp.services.renew_leases import renew_session_lease
from webapp.services.start_on_console import start_on_console
from webapp.services.terminate_sessions import terminate_sessions
from webapp.services.view_own_session import view_own_session
from webapp.web.access import current_actor, request_time, signed_in
from webapp.web.license_usage.results import describe
from webapp.web.own_session.browser import Browser, actor_at_browser
from webapp.web.own_session.forms import StartForm
from webapp.web.own_session.view import page_of

blueprint = Blueprint("own_session", __name__)


@blueprint.post("/sessions")
@signed_in
def start() -> ResponseReturnValue:
    """Start a support session in this browser, and go to its page; refused, to the refusal on License Usage."""
    form, now, browser = StartForm(), request_time(), Browser()
    if not form.validate():
        raise Invalid("remote", form.remote.errors[0])
    actor = browser.actor(current_actor(), now)
    outcome = start_on_console(current.db(), actor, form.label, form.accepts, now)
    return browser.remember(make_response(_answer(outcome, form)))


def _answer(outcome: Admitted | Refused | PpuQuestion, form: StartForm) -> ResponseReturnValue:
    match outcome:
        case Admitted(session):
            return redirect(url_for("own_session.index", session_id=session.id), 303)
        case PpuQuestion():
            return render_template("own_session/ppu_question.html", form=form, question=outcome), 409
        case Refused(refusal_id):
            return redirect(url_for("license_usage.index", refusal=refusal_id), 303)


@blueprint.get("/sessions/<uuid:session_id>")
@signed_in
def index(session_id: UUID) -> ResponseReturnValue:
    """The session as it stands. Showing it in the browser that it belongs to renews its lease."""
    actor, now = actor_at_browser(current_actor()), request_time()
    session = view_own_session(current.db(), actor, session_id, now)
    if session.device_id == actor.device_id:
        _keep(actor, session_id)
        session = view_own_session(current.db(), actor, session_id, now)
    return render_template("own_session/index.html", page=page_of(session, actor, now))


@blueprint.post("/sessions/<uuid:session_id>/lease")
@signed_in
def renew(session_id: UUID) -> ResponseReturnValue:
    """Renew the session's lease, from the browser that it belongs to: its page does, each third of the lease."""
    kept = _keep(actor_at_browser(current_actor()), session_id)
    return Response(status=204 if kept else 410)


@blueprint.post("/sessions/<uuid:session_id>/code")
@signed_in
def new_code(session_id: UUID) -> ResponseReturnValue:
    """Replace the session's code."""
    try:
        issue_new_code(current.db(), current_actor(), session_id, request_time())
    except Conflict as late:
        flash(words.translate(late.message))
    else:
        flash(words.gettext("There is a new code. The old one lets nobody in any more."))
    return redirect(url_for("own_session.index", session_id=session_id), 303)


@blueprint.post("/sessions/<uuid:session_id>/ending")
@signed_in
def end(session_id: UUID) -> ResponseReturnValue:
    """End the session: at once from the browser that it belongs to, and from elsewhere with the notice."""
    actor, now = actor_at_browser(current_actor()), request_time()
    session = view_own_session(current.db(), actor, session_id, now)
    if session.device_id == actor.device_id:
        end_session(current.db(), actor, session_id, now)
    else:
        flash(describe(terminate_sessions(current.db(), actor, [session_id], None, now), now))
    return redirect(url_for("own_session.index", session_id=session_id), 303)


def _keep(actor: Actor, session_id: UUID) -> bool:
    """Renew the lease. While the session is being ended that also confirms that its user has been told."""
    now = request_time()
    kept = renew_session_lease(current.db(), actor, session_id, now)
    if kept is not None and kept.state is SessionState.ENDING:
        with suppress(Conflict):  # it was taken back at this very moment
            confirm_termination(current.db(), actor, session_id, now)
    return kept is not None
