"""`/sessions/{id}/pause` and `/sessions/{id}/resume`: for whoever opened the session, from License Usage and its own page."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import current, words
from webapp.services.pause_session import pause_session
from webapp.services.resume_session import PpuQuestion, Refused, resume_session
from webapp.services.steps.sessions import SessionView
from webapp.services.view_resume import view_resume
from webapp.web.access import current_actor, is_fragment_request, request_time, signed_in
from webapp.web.license_usage.page import page_for
from webapp.web.license_usage.view import read_view
from webapp.web.local_paths import local_path

blueprint = Blueprint("pausing", __name__)
ANSWERS = {"yes": True, "no": False}


@blueprint.post("/sessions/<uuid:session_id>/pause")
@signed_in
def pause(session_id: UUID) -> ResponseReturnValue:
    """Let go of the license for a while."""
    session = pause_session(current.db(), current_actor(), session_id, request_time())
    flash(
        words.gettext(
            "%(remote)s is paused and holds no license. Resume it when you need it again.",
            remote=session.remote,
        )
    )
    return _done()


@blueprint.post("/sessions/<uuid:session_id>/resume")
@signed_in
def resume(session_id: UUID) -> ResponseReturnValue:
    """Ask to be let in again. Refused, the session stays paused, and License Usage explains the refusal."""
    accepts = ANSWERS.get(request.form.get("accept_ppu", ""))
    outcome = resume_session(current.db(), current_actor(), session_id, accepts, request_time())
    if isinstance(outcome, Refused):
        return _go_to(url_for("license_usage.index", refusal=outcome.refusal_id))
    if isinstance(outcome, PpuQuestion):
        return _go_to(url_for("pausing.ask", session_id=session_id, next=_back()))
    flash(_resumed(outcome.session))
    return _done()


@blueprint.get("/sessions/<uuid:session_id>/resume")
@signed_in
def ask(session_id: UUID) -> ResponseReturnValue:
    """Ask whether pay-per-use minutes may be used. One that is not paused needs no answer."""
    view = view_resume(current.db(), current_actor(), session_id, request_time())
    if not view.is_paused:
        return redirect(url_for("license_usage.index"), 303)
    back = local_path(request.args.get("next"))
    return render_template("license_usage/resume_question.html", view=view, back=back)


def _resumed(session: SessionView) -> str:
    if session.license is None:
        return words.gettext("%(remote)s goes on, on pay-per-use minutes.", remote=session.remote)
    return words.gettext(
        "%(remote)s goes on, on license %(number)s.", remote=session.remote, number=str(session.license)
    )


def _back() -> str | None:
    """Where the person was, when that is not License Usage."""
    return local_path(request.form.get("next"))


def _done() -> ResponseReturnValue:
    """Back to where the person was: on License Usage, its rows as they are now."""
    view, back = read_view(request.args), _back()
    if back is None and is_fragment_request():
        page = page_for(current_actor(), view, request_time())
        return render_template("license_usage/_changed.html", page=page, undo=None)
    return _go_to(back or url_for("license_usage.index") + view.suffix)


def _go_to(address: str) -> ResponseReturnValue:
    """Another page, also for htmx: the whole of it."""
    if is_fragment_request():
        return Response(headers={"HX-Redirect": address})
    return redirect(address, 303)
