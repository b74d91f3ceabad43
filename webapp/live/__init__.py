"""Event streams to consoles and clients, across processes: one hub a process follows the database for all of them."""

from collections.abc import Mapping

from flask import Flask

from webapp import current
from webapp.live.console_stream import RenderPage, console_blueprint
from webapp.live.device_stream import device_blueprint
from webapp.live.hub import Hub
from webapp.live.remote_stream import RenderRemote, remote_blueprint

EXTENSION = "seatkeeper-live"


def register(
    app: Flask, pages: Mapping[str, RenderPage], render_remote: RenderRemote, remote_cookie: str
) -> None:
    """Add the streams. `pages` render what each page of the console is sent, as the console itself would, by the path of
    its stream. `render_remote` does so for the remote side of a session, whose browser keeps its token in `remote_cookie`.
    """
    parts = app.extensions[current.EXTENSION]
    hub = Hub(parts.db, parts.clock)
    app.extensions[EXTENSION] = hub
    app.register_blueprint(console_blueprint(hub, pages))
    app.register_blueprint(remote_blueprint(hub, render_remote, remote_cookie))
    app.register_blueprint(device_blueprint(hub))


def hub_of(app: Flask) -> Hub:
    """The hub of an application, for the server to stop."""
    hub = app.extensions[EXTENSION]
    if not isinstance(hub, Hub):
        raise TypeError("this application has no event streams")
    return hub
