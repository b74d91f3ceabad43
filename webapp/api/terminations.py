"""`/sessions/{id}/termination`: ending a session with notice, taking that back, and confirming that the user was told."""

from flask import Response

from webapp import current
from webapp.api.access import device_token
from webapp.api.blueprint import BEARER, TERMINATIONS, answer, client_api, nothing, refusals
from webapp.api.documents import json_answer, moment, no_content
from webapp.api.schemas.sessions import SessionPath
from webapp.api.schemas.terminations import TERMINATION_ASKED, AskToEnd, TerminationAsked
from webapp.domain.access import Actor
from webapp.domain.errors import Conflict
from webapp.services.confirm_termination import confirm_termination
from webapp.services.take_back_termination import take_back_termination
from webapp.services.terminate_sessions import terminate_sessions


@client_api.post(
    "/sessions/<uuid:session_id>/termination",
    tags=[TERMINATIONS],
    security=BEARER,
    responses={
        202: answer(TerminationAsked, "The session ends then.", TERMINATION_ASKED),
        **refusals(400, 401, 403, 404, 409, 413, 415, 422),
    },
)
@device_token
def end_session_with_notice(actor: Actor, path: SessionPath, body: AskToEnd) -> Response:
    """End a session, with notice.

    The remote side shows who asked, and the reason. Asking again does not move the deadline. 409 when it is over already.
    The body may be left out.
    """
    asked = terminate_sessions(current.db(), actor, [path.session_id], body.reason, current.now())
    if not asked:
        raise Conflict("This session is over already.")
    return json_answer({"ends_at": moment(asked[0].ends_at)}, 202)


@client_api.delete(
    "/sessions/<uuid:session_id>/termination",
    tags=[TERMINATIONS],
    security=BEARER,
    responses={204: nothing("Nobody is ending the session now."), **refusals(401, 403, 404, 409)},
)
@device_token
def take_termination_back(actor: Actor, path: SessionPath) -> Response:
    """Take a termination back.

    The session goes on. 409 when it is over already.
    """
    take_back_termination(current.db(), actor, path.session_id, current.now())
    return no_content()


@client_api.put(
    "/sessions/<uuid:session_id>/termination/confirmation",
    tags=[TERMINATIONS],
    security=BEARER,
    responses={204: nothing("Noted."), **refusals(401, 404, 409)},
)
@device_token
def confirm_that_user_was_told(actor: Actor, path: SessionPath) -> Response:
    """Confirm that the user was told of the termination.

    By the client that runs the session, once it shows the message. 409 when nobody is ending the session.
    """
    confirm_termination(current.db(), actor, path.session_id, current.now())
    return no_content()
