"""What is pushed to which page of the console, by the path of its stream: the HTML, and what that says."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from webapp.domain.access import Actor
from webapp.web.license_usage.live import render_update as render_usage
from webapp.web.own_session.live import render_update as render_own_session

Asked = Mapping[str, Any]


def _usage(actor: Actor, asked: Asked, now: datetime) -> tuple[str, object]:
    html = render_usage(actor, asked, now)
    return html, html


LIVE_PAGES: dict[str, Callable[[Actor, Asked, datetime], tuple[str, object]]] = {
    "/usage/events": _usage,
    "/sessions/<uuid:session_id>/events": render_own_session,
}
