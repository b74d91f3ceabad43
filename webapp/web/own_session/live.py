"""What is pushed to the page of one's own session."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import render_template

from webapp import current
from webapp.domain.access import Actor
from webapp.domain.errors import Forbidden, NotFound
from webapp.services.view_own_session import view_own_session
from webapp.web.own_session.browser import actor_at_browser
from webapp.web.own_session.view import page_of


def render_update(actor: Actor, asked: Mapping[str, Any], now: datetime) -> tuple[str, object]:
    """Render an update, and say what it is about. Raises Forbidden for a session that is not the actor's."""
    at_browser = actor_at_browser(actor)
    try:
        session = view_own_session(current.db(), at_browser, asked["session_id"], now)
    except NotFound as nothing:
        raise Forbidden(nothing.message) from nothing
    page = page_of(session, at_browser, now)
    return render_template("own_session/_update.html", page=page), page.says
