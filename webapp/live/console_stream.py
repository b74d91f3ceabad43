"""GET /usage/events: License Usage as it changes, rendered as the page itself would render it."""

import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from flask import Blueprint, Response, current_app, request
from flask_login import current_user

from webapp import current
from webapp.domain.access import Actor
from webapp.domain.errors import Forbidden
from webapp.live.hub import Hub
from webapp.live.sse import KEEP_ALIVE, KEEP_ALIVE_SECONDS, event, stream
from webapp.live.subscription import Subscription
from webapp.services.visit_console import Visit, visit_console

RenderUsage = Callable[[Actor, Mapping[str, str], datetime], str]
"""Renders what is pushed, for an actor and the page's query. Raises Forbidden when the actor may view nothing."""

SETTLE_SECONDS = 0.25
"""The least time between two pushes to one page: a storm of changes becomes a few updates a second."""


def console_blueprint(hub: Hub, render: RenderUsage) -> Blueprint:
    """The console's stream. It carries no rights of its own: they are looked up again whenever they change."""
    blueprint = Blueprint("console_stream", __name__)

    @blueprint.get("/usage/events")
    def usage_events() -> Response:
        token = current_user.get_id()
        visit = _visit(token) if token else None
        if visit is None:
            return current_app.make_response(current_app.login_manager.unauthorized())  # type: ignore[attr-defined]
        return stream(_updates(hub, render, token, visit, request.args.to_dict()))

    usage_events.access = "signed_in"  # type: ignore[attr-defined]  # who may call it, as every endpoint declares
    return blueprint


def _updates(
    hub: Hub, render: RenderUsage, token: str, visit: Visit, query: Mapping[str, str]
) -> Iterator[str]:
    pause, sent = threading.Event(), ""
    with hub.subscribed(visit.actor.account_id) as subscription:
        while not subscription.stopping:
            try:
                html = render(visit.actor, query, current.now())
            except Forbidden:
                yield event("rights", name="signed-out")
                return
            if html != sent:
                sent = html
                yield event(html)
                pause.wait(SETTLE_SECONDS)
            yield from _until_woken(subscription, visit.until)
            if subscription.take_access_changed() or visit.until <= current.now():
                found = _visit(token)
                if found is None:
                    yield event("session", name="signed-out")
                    return
                visit = found


def _visit(token: str) -> Visit | None:
    """The visit of a browser that may go on: not signed out, not over, with nothing to do first."""
    visit = visit_console(current.db(), token, current.now())
    return visit if visit and visit.duty is None else None


def _until_woken(subscription: Subscription, until: datetime) -> Iterator[str]:
    while not subscription.wait(KEEP_ALIVE_SECONDS) and current.now() < until:
        yield KEEP_ALIVE
