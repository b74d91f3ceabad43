"""What is pushed to an open License Usage page: the parts that change, for the same view as the page's address."""

from collections.abc import Mapping
from datetime import datetime

from flask import render_template

from webapp.domain.access import Actor
from webapp.domain.errors import Forbidden, NotFound
from webapp.web.license_usage.page import page_for
from webapp.web.license_usage.view import read_view


def render_update(actor: Actor, query: Mapping[str, str], now: datetime) -> str:
    """Render an update. `query` is the page's query string as parsed by the web framework. Raises Forbidden on lost rights."""
    try:
        page = page_for(actor, read_view(query), now)
    except NotFound as gone:  # the user through whose eyes somebody looked has been disabled
        raise Forbidden(gone.message) from gone
    return render_template("license_usage/_update.html", page=page)
