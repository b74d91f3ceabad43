"""What operators and their tools ask of a server: whether it is well. `register` adds it to an app."""

from flask import Flask

from webapp.operating import health


def register(app: Flask) -> None:
    """Add it to the app."""
    app.register_blueprint(health.blueprint)
