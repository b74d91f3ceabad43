"""The help page."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.web.access import anybody
from webapp.web.local_paths import own_address

blueprint = Blueprint("help", __name__)


@blueprint.get("/help")
@anybody
def page() -> ResponseReturnValue:
    """How to use Seatkeeper, for the people who open sessions and end them."""
    return render_template("help/index.html", address=own_address())
