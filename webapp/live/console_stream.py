"""Pages of the console as they change, rendered as the pages themselves would render it: License Usage, one's own session."""

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from flask import Blueprint, Response, current_app, request
from flask_login import current_user

from webapp import current
from webapp.domain.access import Actor
from webapp.domain.errors import Forbidden
from webapp.live.hub import Hub
from webapp.live.sse import KEEP_ALIVE, event, stream
from webapp.live.subscription import Subscription
from webapp.services.shared_reads import SharedReads
from webapp.services.visit_console import Visit, visit_console

Asked = Mapping[str, Any]
"""What a page is asked for: its query, and what its path holds."""
Rendered = tuple[str, object]
"""What is pushed, and what it says: nothing is pushed again that says the same."""
RenderPage = Callable[[Actor, Asked, datetime, SharedReads, object], Rendered]
"""Renders what is pushed to a page, for an actor, who is sent already what the last one says (None: nothing yet). What others
read for the same change is in the SharedReads. Raises Forbidden when the actor may not see the page any more."""

SHOWS = "shows"
"""The name by which a page that was just loaded says what it shows, for its RenderPage."""
OPENED = "id: opened\n\n"
"""How each stream begins: whoever comes again after a break says so by this (Last-Event-ID)."""
SETTLE_SECONDS = 0.25
"""The least time between two pushes to one page: a storm of changes becomes a few updates a second."""


def console_blueprint(hub: Hub, pages: Mapping[str, RenderPage]) -> Blueprint:
    """The console's streams, by their path. They carry no rights of their own: those are looked up again whenever they
    change."""
    blueprint = Blueprint("console_stream", __name__)
    for path, render in pages.items():
        blueprint.add_url_rule(path, endpoint=_endpoint(path), view_func=_view(hub, render))
    return blueprint


def _endpoint(path: str) -> str:
    """`usage_events` for `/usage/events`."""
    return "_".join(part for part in path.split("/") if part.isidentifier())


def _view(hub: Hub, render: RenderPage) -> Callable[..., Response]:
    def events(**path: object) -> Response:
        token = current_user.get_id()
        visit = _visit(token) if token else None
        if visit is None:
            return current_app.make_response(current_app.login_manager.unauthorized())  # type: ignore[attr-defined]
        asked = {**request.args.to_dict(), **path}
        if (
            "Last-Event-ID" in request.headers
        ):  # it has been open before: the page shows what was pushed since
            asked.pop(SHOWS, None)
        return stream(_updates(hub, render, token, visit, asked), ("browsers", visit.actor.user_id))

    events.access = "signed_in"  # type: ignore[attr-defined]  # who may call it, as every endpoint declares
    return events


def _updates(hub: Hub, render: RenderPage, token: str, visit: Visit, asked: Asked) -> Iterator[str]:
    sent: object = None
    with hub.subscribed(visit.actor.account_id) as subscription:
        yield OPENED
        while not subscription.stopping:
            try:
                html, says = render(visit.actor, asked, current.now(), subscription.reads, sent)
            except Forbidden:
                yield event("rights", name="signed-out")
                return
            if says != sent:
                sent = says
                if html:  # else the page showed all of it from the beginning
                    yield subscription.reads.once(("event", html), partial(event, html))
                    time.sleep(SETTLE_SECONDS)
            yield from until_woken(subscription, visit.until)
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


def until_woken(subscription: Subscription, until: datetime | None = None) -> Iterator[str]:
    """Say that the stream is still there until something happens, or it is `until`."""
    while not subscription.wait() and (until is None or current.now() < until):
        yield KEEP_ALIVE
