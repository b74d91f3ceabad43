"""`/join`: where an invited person enters the code and a name. A link may hold the code; it joins nothing by itself."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import current
from webapp.domain.codes import read_code, written
from webapp.domain.errors import Invalid
from webapp.domain.sign_in_protection import in_words
from webapp.domain.texts import phrase
from webapp.services.join_session import Joined, TryLater, WrongCode, join_session
from webapp.web.access import anybody, request_time
from webapp.web.remote_cookie import remember
from webapp.web.remote_side.forms import CODE_MAX_LENGTH, JoinForm

WRONG_CODE = phrase(
    "Nobody can join by this code: it is wrong, was used already, or has expired. Check it, or ask for a new one."
)

blueprint = Blueprint("join", __name__, url_prefix="/join")


@blueprint.get("")
@anybody
def form() -> ResponseReturnValue:
    """The page that asks for the code."""
    return _page(JoinForm(formdata=None))


@blueprint.get("/<code>")
@anybody
def form_with_code(code: str) -> ResponseReturnValue:
    """The same, from a link: the code is filled in."""
    try:
        shown = written(read_code(code))
    except Invalid:
        shown = code[:CODE_MAX_LENGTH]
    return _page(JoinForm(formdata=None, data={"code": shown}))


@blueprint.post("")
@anybody
def join() -> ResponseReturnValue:
    """Join the session, and go to its page."""
    form = JoinForm()
    if not form.validate():
        return _page(form, 422)
    try:
        outcome = _try(form)
    except Invalid as problem:
        form[problem.field].errors = [problem.message]
        return _page(form, 422)
    match outcome:
        case Joined(token):
            return remember(make_response(redirect(url_for("remote.index"), 303)), token)
        case TryLater(seconds):
            form.form_errors.append(
                phrase(
                    "Too many wrong codes came from here. Try again in %(in_words)s.",
                    in_words=in_words(seconds),
                )
            )
            answer = _page(form, 429)
            answer.headers["Retry-After"] = str(seconds)
            return answer
    form.code.errors = [WRONG_CODE]
    return _page(form, 422)


def _try(form: JoinForm) -> Joined | WrongCode | TryLater:
    code, name = form.code.data or "", form.name.data or ""
    return join_session(current.db(), code, name, request.remote_addr or "", request_time())


def _page(form: JoinForm, status: int = 200) -> Response:
    return make_response(render_template("remote_side/join.html", form=form), status)
