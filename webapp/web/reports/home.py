"""`/reports` opens on the usage report."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from webapp.web.access import signed_in

blueprint = Blueprint("reports", __name__, url_prefix="/reports")


@blueprint.get("")
@signed_in
def home() -> ResponseReturnValue:
    """Lead to the usage report."""
    return redirect(url_for("usage_report.page"), 303)
