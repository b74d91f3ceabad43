"""Administration: settings for everybody, users one at a time, and what was changed by whom."""

from flask import Flask

from webapp.web.administration import audit, home, rights, settings, sign_in_security, users


def register(app: Flask) -> None:
    """Add Administration to the app."""
    app.register_blueprint(home.blueprint)
    app.register_blueprint(settings.blueprint)
    app.register_blueprint(rights.blueprint)
    app.register_blueprint(users.blueprint)
    app.register_blueprint(sign_in_security.blueprint)
    app.register_blueprint(audit.blueprint)
