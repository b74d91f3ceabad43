"""Which names requests may come to: those of this installation, where it says what they are.

A browser that somebody has led here by a name of theirs (DNS rebinding), or a Host header that somebody made up, gets nothing.
"""

from flask import Flask, request
from werkzeug.exceptions import HTTPException
from werkzeug.sansio.utils import host_is_trusted

from webapp import current
from webapp.domain.texts import phrase

THIS_MACHINE = ("localhost", "127.0.0.1", "[::1]")
"""What a check of the operator's, or a proxy on the same machine, may call the server."""

FOR_MONITORS = {"/healthz", "/readyz", "/metrics"}
"""What is asked by the address of a node."""


class MisdirectedRequest(HTTPException):
    """421 (RFC 9110, 15.5.20), which the library has no error for."""

    code = 421
    description = phrase("This server does not go by that name. Use the address that you were given.")


def register(app: Flask) -> None:
    """Look at the name before anything else, where the installation says which are its own."""
    ours = app.extensions[current.EXTENSION].settings.host_names
    if not ours:
        return

    @app.before_request
    def must_be_ours() -> None:
        if request.path not in FOR_MONITORS and not host_is_trusted(request.host, [*ours, *THIS_MACHINE]):
            raise MisdirectedRequest
