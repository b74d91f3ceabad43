"""Reports: licenses in use over time, sessions, refusals, and how many licenses are enough."""

from flask import Flask

from webapp.web.reports import home, licenses, refusals, sessions, usage

BLUEPRINTS = (
    home.blueprint,
    usage.blueprint,
    sessions.blueprint,
    refusals.blueprint,
    licenses.blueprint,
)


def register(app: Flask) -> None:
    """Add the reports to the app."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
