"""Who may call an endpoint of the API. Every endpoint says so with a decorator: `@anybody`, `@device_token` or `@remote_token`.

A test fails for one that does not. Who may not call is told so before anything else of the request is looked at.
"""

from collections.abc import Callable
from functools import wraps

from flask import Response

from webapp.api.bearer import bearer_actor, remote_bearer
from webapp.api.inputs import reader_for

View = Callable[..., Response]
ACCESS = "access"
LEFT_TO_US = "__delay_validate_request__"


def anybody(view: View) -> View:
    """Declare that no token is needed. The view is given its inputs."""
    read = reader_for(view)

    @wraps(view)
    def open_to_all(**path: object) -> Response:
        return view(**read(path))

    return _declared(open_to_all, "anybody")


def device_token(view: View) -> View:
    """Declare that a signed-in device's token is needed. The view is given the actor, then its inputs."""
    read = reader_for(view)

    @wraps(view)
    def guarded(**path: object) -> Response:
        actor = bearer_actor()
        return view(actor, **read(path))

    return _declared(guarded, "device_token")


def remote_token(view: View) -> View:
    """Declare that the token of a remote side is needed. The view is given the token, then its inputs."""
    read = reader_for(view)

    @wraps(view)
    def guarded(**path: object) -> Response:
        token = remote_bearer()
        return view(token, **read(path))

    return _declared(guarded, "remote_token")


def _declared(view: View, access: str) -> View:
    setattr(view, ACCESS, access)
    # flask-openapi3 would read the inputs before anybody knows who asks, and take unreadable JSON for null
    setattr(view, LEFT_TO_US, True)
    return view
