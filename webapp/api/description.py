"""The API described: the OpenAPI 3.1 document, made from the code and served at /api/v1/openapi.json."""

import json
from typing import Any

from flask import Response, current_app
from flask_openapi3.models.info import Info
from flask_openapi3.models.path_item import PathItem
from flask_openapi3.models.security_scheme import SecurityScheme
from flask_openapi3.models.tag import Tag
from flask_openapi3.openapi import OpenAPI

from webapp.api.access import anybody
from webapp.api.blueprint import client_api, nothing, refusals
from webapp.api.event_stream import EVENTS, EVENTS_PATH, event_stream_operation
from webapp.api.remote_events import REMOTE_EVENTS_PATH, remote_event_stream_operation
from webapp.api.schemas.problems import Problem

DESCRIPTION = Tag(name="Description", description="This document.")
DOCUMENT = "seatkeeper-openapi"
ABOUT = """\
For programs that open remote sessions: sign in on a device, open sessions within the account's licenses, and keep them
alive.

* Every error is a problem document (RFC 9457) whose `detail` is for a person. Programs go by `type` and status.
* Times are RFC 3339 in UTC, with microseconds and `Z`. The `Date` header tells what time the server has.
* Fields that the server does not know are ignored, and clients should ignore those that they do not know.
* Text is at most 200 characters on one line, a request's body at most 64 KiB.
* What the user may not see is answered as what does not exist: 404. What they may see but not do: 403.
"""


def openapi_options() -> dict[str, Any]:
    """What the app is to be made with, for the document: `OpenAPI("webapp", **openapi_options())`."""
    return {
        "info": Info(title="Seatkeeper", version="1.0.0", summary="The client API.", description=ABOUT),
        "security_schemes": {
            "bearer": SecurityScheme(
                type="http",
                scheme="bearer",
                description="The token of `POST /api/v1/devices`; under `/api/v1/remote` that of `POST /api/v1/join`.",
            )
        },
        "doc_ui": False,  # the viewers that come with the library load scripts from elsewhere
        "validation_error_model": Problem,
        "validation_error_status": "default",  # every operation describes its own 422, and has a default besides
    }


def register(app: OpenAPI) -> None:
    """Describe what the API has besides the endpoints of its own blueprint."""
    app.paths[EVENTS_PATH] = PathItem(get=event_stream_operation())
    app.paths[REMOTE_EVENTS_PATH] = PathItem(get=remote_event_stream_operation())
    app.tags.append(EVENTS)


@client_api.get(
    "/openapi.json",
    tags=[DESCRIPTION],
    responses={200: {**nothing("OpenAPI 3.1."), "content": {"application/json": {}}}, **refusals()},
)
@anybody
def describe_api() -> Response:
    """Describe this API."""
    kept = current_app.extensions
    if DOCUMENT not in kept:
        kept[DOCUMENT] = json.dumps(document(current_app), ensure_ascii=False).encode()  # type: ignore[arg-type]
    return Response(kept[DOCUMENT], content_type="application/json")


def document(app: OpenAPI) -> dict[str, Any]:
    """The document of this app."""
    made = app.api_doc
    for path_item in made["paths"].values():
        for operation in path_item.values():
            if "description" in operation:  # the library joins the lines of a docstring for HTML
                operation["description"] = operation["description"].replace("<br/>", "\n").strip()
    return made
