"""What is pushed to which page of the console, by the path of its stream: the HTML, and what that says."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from webapp.domain.access import Actor
from webapp.services.shared_reads import SharedReads
from webapp.web.license_usage.live import render_update as render_usage
from webapp.web.own_session.live import render_update as render_own_session

Asked = Mapping[str, Any]


def _own_session(
    actor: Actor, asked: Asked, now: datetime, _reads: SharedReads, _sent: object
) -> tuple[str, object]:
    return render_own_session(actor, asked, now)


LIVE_PAGES: dict[str, Callable[[Actor, Asked, datetime, SharedReads, object], tuple[str, object]]] = {
    "/usage/events": render_usage,
    "/sessions/<uuid:session_id>/events": _own_session,
}
