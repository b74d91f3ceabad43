"""`/sessions/{id}/pause` and `/sessions/{id}/resume`: for who opened the session, from any device of theirs."""

from flask import Response

from webapp import current
from webapp.api.access import device_token
from webapp.api.blueprint import BEARER, SESSIONS, answer, client_api, limit_reached_answer, refusals
from webapp.api.documents import json_answer, session_document
from webapp.api.links import THIS_SESSION
from webapp.api.not_let_in import not_let_in
from webapp.api.schemas.pausing import Resume
from webapp.api.schemas.sessions import ACTIVE, LIMIT_REACHED, PAUSED, Session, SessionPath
from webapp.domain.access import Actor
from webapp.services.pause_session import pause_session as pause
from webapp.services.resume_session import Resumed
from webapp.services.resume_session import resume_session as resume


@client_api.post(
    "/sessions/<uuid:session_id>/pause",
    tags=[SESSIONS],
    security=BEARER,
    responses={
        200: answer(Session, "It is paused. So it stays when it was before.", PAUSED, THIS_SESSION),
        **refusals(401, 404, 409),
    },
)
@device_token
def pause_session(actor: Actor, path: SessionPath) -> Response:
    """Pause a session of one's own.

    Its license is free at once, unless another session of the same user and device needs it. It is over at `expires_at`
    unless it is resumed before. 409 for one that is over, is being ended, or that nobody has joined yet.
    """
    session = pause(current.db(), actor, path.session_id, current.now())
    return json_answer(session_document(session, actor))


@client_api.post(
    "/sessions/<uuid:session_id>/resume",
    tags=[SESSIONS],
    security=BEARER,
    responses={
        200: answer(Session, "It goes on, with a new lease.", ACTIVE, THIS_SESSION),
        **refusals(400, 401, 404, 413, 415, 422),
        409: limit_reached_answer("A limit is reached and it stays paused, or it is over.", LIMIT_REACHED),
    },
)
@device_token
def resume_session(actor: Actor, path: SessionPath, body: Resume) -> Response:
    """Resume a paused session of one's own.

    It has to be let in anew, by the limits of its user on the device that opened it. Refused with 409 it stays paused.
    The body may be left out.
    """
    outcome = resume(current.db(), actor, path.session_id, body.accept_ppu, current.now())
    if not isinstance(outcome, Resumed):
        return not_let_in(outcome)
    return json_answer(session_document(outcome.session, actor))
