"""The JSON API for clients, under /api/v1. `register` adds it to an app that was made with `openapi_options`.

Each module of a resource puts its endpoints on the blueprint when it is imported, which is here.
"""

from flask_openapi3.openapi import OpenAPI

import webapp.api.codes
import webapp.api.devices
import webapp.api.leases
import webapp.api.licenses
import webapp.api.pausing
import webapp.api.remote
import webapp.api.reports
import webapp.api.sessions
import webapp.api.terminations  # noqa: F401
from webapp.api import description, problems
from webapp.api.blueprint import client_api
from webapp.api.description import openapi_options

__all__ = ["openapi_options", "register"]


def register(app: OpenAPI) -> None:
    """Add the client API, with its OpenAPI document, to the app."""
    problems.register(app)
    app.register_api(client_api)
    description.register(app)
