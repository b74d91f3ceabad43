"""Your account: password, second step, and where one is signed in."""

from flask import Flask

from webapp.web.your_account import security, two_step


def register(app: Flask) -> None:
    """Add its pages to the app."""
    app.register_blueprint(security.blueprint)
    app.register_blueprint(two_step.blueprint)
