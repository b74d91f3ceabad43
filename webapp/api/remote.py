"""`/join` and `/remote`: the remote side of a support session, which needs a code and no account."""

from flask import Response, request

from webapp import current
from webapp.api.access import anybody, remote_token
from webapp.api.blueprint import BEARER, REMOTE, answer, client_api, nothing, refusals
from webapp.api.documents import json_answer, no_content, remote_document
from webapp.api.problems import problem
from webapp.api.schemas.remote import JOINED, REMOTE_SESSION, Joined, JoinSession, RemoteSession
from webapp.domain.sign_in_protection import in_words
from webapp.domain.texts import phrase
from webapp.services.join_session import TryLater, WrongCode, join_session
from webapp.services.leave_session import leave_session
from webapp.services.view_remote_session import view_remote_session

WRONG_CODE = phrase(
    "No session can be joined by this code: it is wrong, was used already, or has expired. Ask for a new one."
)


@client_api.post(
    "/join",
    tags=[REMOTE],
    responses={
        201: answer(Joined, "Joined. The token is told this once.", JOINED),
        **refusals(400, 404, 413, 415, 422, 429),
    },
)
@anybody
def join(body: JoinSession) -> Response:
    """Join a session by its code.

    The code is used up by it. A code that lets nobody in is 404 with the type /problems/unknown-code; after several of
    those 429 says how long to wait.
    """
    now = current.now()
    outcome = join_session(current.db(), body.code, body.name, request.remote_addr or "", now)
    if isinstance(outcome, TryLater):
        detail = phrase(
            "Too many wrong codes have come from here. Try again in %(in_words)s.",
            in_words=in_words(outcome.seconds),
        )
        answer_ = problem(429, detail, retry_after_seconds=outcome.seconds)
        answer_.headers["Retry-After"] = str(outcome.seconds)
        return answer_
    session = (
        None if isinstance(outcome, WrongCode) else view_remote_session(current.db(), outcome.token, now)
    )
    if isinstance(outcome, WrongCode) or session is None:
        return problem(
            404, WRONG_CODE, type="/problems/unknown-code", title=phrase("This code lets nobody in")
        )
    return json_answer({"token": outcome.token, "session": remote_document(session)}, 201)


@client_api.get(
    "/remote",
    tags=[REMOTE],
    security=BEARER,
    responses={
        200: answer(RemoteSession, "The session, for an hour also when it is over.", REMOTE_SESSION),
        **refusals(401),
    },
)
@remote_token
def look_at_joined_session(token: str) -> Response:
    """Look at the session that was joined."""
    session = view_remote_session(current.db(), token, current.now())
    return problem(401) if session is None else json_answer(remote_document(session))


@client_api.delete(
    "/remote",
    tags=[REMOTE],
    security=BEARER,
    responses={204: nothing("The session is over. So it is when it was before."), **refusals(401)},
)
@remote_token
def leave(token: str) -> Response:
    """Leave the session that was joined. It ends at once."""
    leave_session(current.db(), token, current.now())
    return no_content()
