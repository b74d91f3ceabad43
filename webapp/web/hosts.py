"""Which names requests may come to: those of this installation, where it says what they are.

A browser that somebody has led here by a name of theirs (DNS rebinding), or a Host header that somebody made up, gets nothing.
"""

from flask import Flask, request
from werkzeug.exceptions import HTTPException
from werkzeug.sansio.utils import host_is_trusted

from webapp import current

THIS_MACHINE = ("localhost", "127.0.0.1", "[::1]")
"""What a check of the operator's, or a proxy on the same machine, may call the server."""


class MisdirectedRequest(HTTPException):
    """421 (RFC 9110, 15.5.20), which the library has no error for."""

    code = 421
    description = "This server does not go by that name. Use the address that you were given."


def register(app: Flask) -> None:
    """Look at the name before anything else."""
    app.before_request(_must_be_ours)


def _must_be_ours() -> None:
    ours = current.settings().host_names
    if ours and not host_is_trusted(request.host, [*ours, *THIS_MACHINE]):
        raise MisdirectedRequest
