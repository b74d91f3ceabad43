"""The help page."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.web.access import anybody
from webapp.web.local_paths import own_address

SECTIONS = (
    ("license-usage", "License Usage"),
    ("ending", "Ending sessions"),
    ("codes", "Support sessions by code"),
    ("joining", "For people who were invited"),
    ("pausing", "Pausing and resuming"),
    ("limit-reached", "When the limit is reached"),
    ("lost", "When a device disappears"),
    ("ppu", "Pay per use"),
    ("tips", "Tips on License Usage"),
    ("away", "When the server was away"),
    ("rights", "Who may view and control"),
    ("session-management", "For domain admins: Session Management"),
    ("signing-in", "Signing in"),
    ("two-step", "Two-step verification"),
    ("reports", "Reports"),
    ("usage-report", "Usage"),
    ("license-report", "How many licenses do we need?"),
    ("session-report", "Sessions"),
    ("refusal-report", "Refusals"),
    ("administration", "For domain admins: Administration"),
    ("settings", "Settings"),
    ("users", "Users"),
    ("import", "Import and export of users"),
    ("audit", "Audit"),
    ("seat", "The seat command"),
    ("api", "The API"),
)
"""Where pages lead that have a "?", and how the sections are headed."""

blueprint = Blueprint("help", __name__)


@blueprint.get("/help")
@anybody
def page() -> ResponseReturnValue:
    """How to use Seatkeeper, for the people who open sessions, end them and administer an account."""
    return render_template("help/index.html", address=own_address(), sections=SECTIONS)
