"""Choosing a password: with a one-time link, or signed in."""

from flask import Flask

from webapp.web.password import change, link


def register(app: Flask) -> None:
    """Add both pages to the app."""
    app.register_blueprint(change.blueprint)
    app.register_blueprint(link.blueprint)
