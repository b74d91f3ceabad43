"""The remote side in a browser: joining a session by its code, seeing how it stands, and leaving it. No account is needed."""

from flask import Flask

from webapp.web.remote_side import join, remote


def register(app: Flask) -> None:
    """Add the pages."""
    app.register_blueprint(join.blueprint)
    app.register_blueprint(remote.blueprint)
