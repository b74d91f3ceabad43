"""`/sessions/{id}/code`: a new code for a session that nobody has joined yet."""

from flask import Response

from webapp import current
from webapp.api.access import device_token
from webapp.api.blueprint import BEARER, SESSIONS, answer, client_api, refusals
from webapp.api.documents import json_answer, session_document
from webapp.api.links import THIS_SESSION
from webapp.api.schemas.sessions import STANDBY, Session, SessionPath
from webapp.domain.access import Actor
from webapp.services.issue_new_code import issue_new_code


@client_api.post(
    "/sessions/<uuid:session_id>/code",
    tags=[SESSIONS],
    security=BEARER,
    responses={
        201: answer(Session, "The session with its new code.", STANDBY, THIS_SESSION),
        **refusals(401, 404, 409),
    },
)
@device_token
def issue_code(actor: Actor, path: SessionPath) -> Response:
    """Issue a new code.

    The old one lets nobody in any more, and the time until the code expires begins anew. For whoever opened the session,
    from any device of theirs. 409 when somebody has joined it, or it is over.
    """
    session = issue_new_code(current.db(), actor, path.session_id, current.now())
    return json_answer(session_document(session, actor), 201)
