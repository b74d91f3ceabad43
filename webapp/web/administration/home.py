"""`/administration`: leads to the first tab."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from webapp.web.access import domain_admin

blueprint = Blueprint("administration", __name__)


@blueprint.get("/administration")
@domain_admin
def home() -> ResponseReturnValue:
    """Go on to the settings."""
    return redirect(url_for("settings.general"), 303)
