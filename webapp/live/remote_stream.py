"""What the remote side of a session is told as it happens: a page at /remote/events, a program at /api/v1/remote/events."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, abort, request

from webapp import current
from webapp.domain.states import SessionState
from webapp.live.console_stream import Rendered, until_woken
from webapp.live.hub import Hub
from webapp.live.programs import bearer_token, ended, ending
from webapp.live.sse import KEEP_ALIVE, event, stream
from webapp.services.view_remote_session import RemoteSession, view_remote_session

RenderRemote = Callable[[RemoteSession, datetime], Rendered]
"""Renders what is pushed to the remote side's page."""
Seen = tuple[SessionState, datetime | None]
"""What events are about: the state, and when it ends by a termination."""


def remote_blueprint(hub: Hub, render: RenderRemote, cookie: str) -> Blueprint:
    """The remote side's two streams, each with the token that was given when the session was joined."""
    blueprint = Blueprint("remote_stream", __name__)

    @blueprint.get("/remote/events")
    def page_events() -> Response:
        token = request.cookies.get(cookie, "")
        return stream(_pushes(hub, render, token, _joined(token)), ("remote", token))

    @blueprint.get("/api/v1/remote/events")
    def program_events() -> Response:
        token = bearer_token()
        return stream(_events(hub, token, _joined(token)), ("remote", token))

    for view in (page_events, program_events):
        view.access = "remote_token"  # type: ignore[attr-defined]  # who may call it, as every endpoint declares
    return blueprint


def _joined(token: str) -> RemoteSession:
    session = view_remote_session(current.db(), token, current.now()) if token else None
    if session is None:
        abort(401)
    return session


def _pushes(hub: Hub, render: RenderRemote, token: str, session: RemoteSession) -> Iterator[str]:
    sent = object()
    for now_at in _looks(hub, token, session):
        if isinstance(now_at, str):
            yield now_at
            continue
        html, says = render(now_at, current.now())
        if says != sent:
            sent = says
            yield event(html)
        if now_at.state is SessionState.ENDED:
            yield event("session", name="over")


def _events(hub: Hub, token: str, session: RemoteSession) -> Iterator[str]:
    yield KEEP_ALIVE
    before: Seen = (SessionState.ACTIVE, None)
    for now_at in _looks(hub, token, session):
        if isinstance(now_at, str):
            yield now_at
            continue
        seen = (now_at.state, now_at.ends_at)
        if seen != before:
            yield event(json.dumps(_data(now_at)), name=_name(before[0], now_at.state))
        before = seen
    if before[0] is not SessionState.ENDED:
        yield event("{}", name="reconnect")


def _looks(hub: Hub, token: str, session: RemoteSession) -> Iterator[RemoteSession | str]:
    """The session each time that something may have happened to it, until it is over; between, that the stream is there."""
    with hub.subscribed(session.account_id) as subscription:
        while not subscription.stopping:
            found = view_remote_session(current.db(), token, current.now())
            if found is None:
                return
            yield found
            if found.state is SessionState.ENDED:
                return
            yield from until_woken(subscription)


def _name(before: SessionState, state: SessionState) -> str:
    if state is SessionState.ACTIVE:
        return "session-resumed" if before is SessionState.PAUSED else "session-kept"
    return f"session-{state}"


def _data(session: RemoteSession) -> dict[str, Any]:
    known = {"id": str(session.id)}
    if session.state is SessionState.ENDING and session.ends_at is not None:
        return {**known, **ending(session.ends_at, session.seconds or 0.0, session.message)}
    if session.state is SessionState.ENDED:
        return {**known, **ended(session.end_reason, session.message)}
    return known
