"""How the OpenAPI document describes an event stream, which is served with the other live streams and not by a view here."""

from collections.abc import Sequence
from typing import Any

from flask_openapi3.models.operation import Operation
from flask_openapi3.models.tag import Tag

from webapp.api.blueprint import BEARER, refusals


def stream_operation(
    name: str,
    summary: str,
    *,
    tag: Tag,
    about: str,
    example: str,
    ends: str,
    parameters: Sequence[dict[str, Any]] = (),
) -> Operation:
    """Describe a stream: `about` has its events, `ends` says when it does."""
    content = {"text/event-stream": {"schema": {"type": "string"}, "example": example}}
    described = {
        "tags": [tag.name],
        "summary": summary,
        "description": about,
        "operationId": name,
        "security": BEARER,
        "responses": {
            "200": {"description": ends, "content": content},
            **{str(status): text for status, text in refusals(401, 429).items()},
        },
    }
    if parameters:
        described["parameters"] = list(parameters)
    return Operation.model_validate(described)
