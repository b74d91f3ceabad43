"""`/sessions`: opening sessions within the limits, looking at them, and closing one's own."""

from flask import Response

from webapp import current
from webapp.api.access import device_token
from webapp.api.blueprint import BEARER, SESSIONS, answer, client_api, limit_reached_answer, nothing, refusals
from webapp.api.documents import json_answer, no_content, session_document
from webapp.api.links import THIS_SESSION, next_page
from webapp.api.not_let_in import not_let_in
from webapp.api.schemas.sessions import (
    ACTIVE,
    ENDING,
    LIMIT_REACHED,
    IdempotencyHeader,
    OpenSession,
    Session,
    SessionListQuery,
    SessionPage,
    SessionPath,
)
from webapp.domain.access import Actor
from webapp.services.admit_session import Admitted, OpenRequest, admit_session
from webapp.services.end_session import end_session
from webapp.services.list_sessions import get_session, list_sessions

NEXT_PAGE = next_page("list_open_sessions")


@client_api.post(
    "/sessions",
    tags=[SESSIONS],
    security=BEARER,
    responses={
        201: answer(
            Session,
            "Admitted, on a license or on pay per use.",
            ACTIVE,
            THIS_SESSION,
            Location="The address of the session.",
        ),
        **refusals(400, 401, 413, 415, 422),
        409: limit_reached_answer(
            "A limit is reached, or the Idempotency-Key opened another session.", LIMIT_REACHED
        ),
    },
)
@device_token
def open_session(actor: Actor, header: IdempotencyHeader, body: OpenSession) -> Response:
    """Open a session.

    One user on one device holds one license, however many sessions they open. When no license is free it may run on
    pay-per-use minutes. Refused with 409 when there is no place or the user's own limit is reached; 409 with
    ppu-consent-required when somebody has to say yes to using minutes first.
    """
    wish = OpenRequest(body.kind, body.remote or "", body.remote_address, header.key, body.accept_ppu)
    decision = admit_session(current.db(), actor, wish, current.now())
    if not isinstance(decision, Admitted):
        return not_let_in(decision)
    session = session_document(decision.session, actor)
    return json_answer(session, 201, Location=f"{client_api.url_prefix}/sessions/{session['id']}")


@client_api.get(
    "/sessions",
    tags=[SESSIONS],
    security=BEARER,
    responses={
        200: answer(SessionPage, "A page of sessions.", {"items": [ACTIVE], "next": None}, NEXT_PAGE),
        **refusals(401, 403, 422),
    },
)
@device_token
def list_open_sessions(actor: Actor, query: SessionListQuery) -> Response:
    """List sessions that are not over.

    Those that the user may view, oldest first.
    """
    page = list_sessions(current.db(), actor, query.after, query.limit, current.now())
    items = [session_document(session, actor) for session in page.items]
    return json_answer({"items": items, "next": str(page.next) if page.next else None})


@client_api.get(
    "/sessions/<uuid:session_id>",
    tags=[SESSIONS],
    security=BEARER,
    responses={
        200: answer(Session, "The session, also when it is over.", ENDING, THIS_SESSION),
        **refusals(401, 404),
    },
)
@device_token
def look_at_session(actor: Actor, path: SessionPath) -> Response:
    """Look at one session."""
    session = get_session(current.db(), actor, path.session_id, current.now())
    return json_answer(session_document(session, actor))


@client_api.delete(
    "/sessions/<uuid:session_id>",
    tags=[SESSIONS],
    security=BEARER,
    responses={204: nothing("It is over. So it is when it was before."), **refusals(401, 404)},
)
@device_token
def close_session(actor: Actor, path: SessionPath) -> Response:
    """Close a session of one's own.

    At once, without notice. Only from the device that opened it: from elsewhere a session is ended by a termination.
    """
    end_session(current.db(), actor, path.session_id, current.now())
    return no_content()
