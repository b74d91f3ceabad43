"""`/lease` and `/sessions/{id}/lease`: a client says that its sessions are alive."""

from flask import Response

from webapp import current
from webapp.api.access import device_token
from webapp.api.blueprint import BEARER, LEASES, answer, client_api, refusals
from webapp.api.documents import json_answer, lease_document, moment, session_document
from webapp.api.problems import problem
from webapp.api.schemas.leases import LEASE_REPORT, LeaseReport
from webapp.api.schemas.sessions import ACTIVE, Session, SessionPath
from webapp.domain.access import Actor
from webapp.services.list_sessions import get_session
from webapp.services.renew_leases import renew_device_leases, renew_session_lease
from webapp.services.steps.sessions import SessionView


@client_api.put(
    "/lease",
    tags=[LEASES],
    security=BEARER,
    responses={
        200: answer(LeaseReport, "How each session of this device stands.", LEASE_REPORT),
        **refusals(401),
    },
)
@device_token
def renew_lease(actor: Actor) -> Response:
    """Renew the leases of all sessions of this device.

    A session that is over, or whose lease ran out, stays over: open a new one. A client without the event stream learns
    everything here.
    """
    report = renew_device_leases(current.db(), actor, current.now())
    return json_answer(lease_document(report, actor))


@client_api.put(
    "/sessions/<uuid:session_id>/lease",
    tags=[LEASES],
    security=BEARER,
    responses={200: answer(Session, "Renewed.", ACTIVE), **refusals(401, 404, 410)},
)
@device_token
def renew_session(actor: Actor, path: SessionPath) -> Response:
    """Renew the lease of one session.

    410, with the reason and since when, when it is over or its lease ran out.
    """
    db, now = current.db(), current.now()
    session = renew_session_lease(db, actor, path.session_id, now)
    if session is None:
        return _over(get_session(db, actor, path.session_id, now))
    return json_answer(session_document(session, actor))


def _over(session: SessionView) -> Response:
    ended_at = session.ended_at and moment(session.ended_at)
    return problem(410, reason=session.end_reason, message=session.message, ended_at=ended_at)
