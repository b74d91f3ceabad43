"""Event streams to consoles and clients, across processes: one hub a process follows the database for all of them."""

from flask import Flask

from webapp import current
from webapp.live.console_stream import RenderUsage, console_blueprint
from webapp.live.device_stream import device_blueprint
from webapp.live.hub import Hub

EXTENSION = "seatkeeper-live"


def register(app: Flask, render_usage: RenderUsage) -> None:
    """Add the streams. `render_usage` renders what License Usage is sent, as the console itself would."""
    parts = app.extensions[current.EXTENSION]
    hub = Hub(parts.db, parts.clock)
    app.extensions[EXTENSION] = hub
    app.register_blueprint(console_blueprint(hub, render_usage))
    app.register_blueprint(device_blueprint(hub))


def hub_of(app: Flask) -> Hub:
    """The hub of an application, for the server to stop."""
    hub = app.extensions[EXTENSION]
    if not isinstance(hub, Hub):
        raise TypeError("this application has no event streams")
    return hub
