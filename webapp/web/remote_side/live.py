"""What is pushed to the remote side's page: how its session stands."""

from datetime import datetime

from flask import render_template

from webapp.services.view_remote_session import RemoteSession
from webapp.web.remote_side.view import page_of


def render_update(session: RemoteSession, now: datetime) -> tuple[str, object]:
    """Render an update, and say what it is about: the same again need not be sent again."""
    says = (session.state, session.ends_at, session.message)
    return render_template("remote_side/_update.html", page=page_of(session, now)), says
