"""The blueprint that all endpoints of the client API are on, and how each describes its answers."""

from collections.abc import Mapping
from typing import Any

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.schema import Schema
from flask_openapi3.models.tag import Tag
from flask_openapi3.utils import get_model_schema
from pydantic import BaseModel
from werkzeug.exceptions import HTTPException

from webapp.api.problems import MEDIA_TYPE, PROBLEMS, http_error, use_case_error
from webapp.api.schemas.pausing import PpuConsentRequired
from webapp.api.schemas.problems import LimitReached, Problem
from webapp.domain.errors import UseCaseError

BEARER: list[dict[str, list[str]]] = [{"bearer": []}]
DEVICES = Tag(name="Devices", description="Signing a user in on a device, and out again.")
SESSIONS = Tag(name="Sessions", description="Opening, looking at and closing sessions.")
LEASES = Tag(name="Leases", description="Saying that sessions are alive. Without that they end.")
TERMINATIONS = Tag(name="Terminations", description="Ending somebody's session, with notice.")
REMOTE = Tag(name="Remote side", description="Joining a session by its code, without an account.")
LICENSES = Tag(name="Licenses", description="Who holds the account's licenses.")
REPORTS = Tag(name="Reports", description="What was: sessions, refusals, licenses in use.")
SCHEMAS = "#/components/schemas/"

Responses = dict[str | int, dict[str, Any]]


def _operation_id(*, name: str, path: str, method: str) -> str:
    """The view's own name: `open_session`, which is what generated clients call their method."""
    return name


client_api = APIBlueprint("client_api", __name__, url_prefix="/api/v1", operation_id_callback=_operation_id)
client_api.register_error_handler(UseCaseError, use_case_error)
client_api.register_error_handler(HTTPException, http_error)


def answer(
    shape: type[BaseModel],
    description: str,
    example: object,
    links: Mapping[str, object] | None = None,
    **headers: str,
) -> dict[str, Any]:
    """Describe a JSON answer. `headers`: what the headers that come with it say, by name; `links`: what can follow."""
    client_api.components_schemas.update(_schemas(shape))
    content = {"schema": {"$ref": SCHEMAS + shape.__name__}, "example": example}
    described = {"description": description, "content": {"application/json": content}}
    if headers:
        described["headers"] = {
            name: {"description": text, "schema": {"type": "string"}} for name, text in headers.items()
        }
    if links:
        described["links"] = links
    return described


def nothing(description: str) -> dict[str, Any]:
    """Describe an answer without a body."""
    return {"description": description}


def refusals(*statuses: int) -> Responses:
    """Describe the problems that an endpoint is likely to answer with; any other comes as `default`."""
    described: Responses = {status: problem_answer(PROBLEMS[status].title) for status in statuses}
    return {**described, "default": problem_answer("Anything else that went wrong")}


def problem_answer(description: str) -> dict[str, Any]:
    """Describe a problem document."""
    return {"description": description, "content": {MEDIA_TYPE: {"schema": {"$ref": SCHEMAS + "Problem"}}}}


def limit_reached_answer(description: str, example: object) -> dict[str, Any]:
    """Describe a 409, which is a reached limit, a question, or something else that is in the way."""
    names = ("LimitReached", "PpuConsentRequired", "Problem")
    either = {"anyOf": [{"$ref": SCHEMAS + name} for name in names]}
    return {"description": description, "content": {MEDIA_TYPE: {"schema": either, "example": example}}}


def _schemas(shape: type[BaseModel]) -> dict[str, Any]:
    whole = get_model_schema(shape, mode="serialization")
    return {
        name: Schema(**schema) for name, schema in {**whole.pop("$defs", {}), shape.__name__: whole}.items()
    }


for problem_shape in (Problem, LimitReached, PpuConsentRequired):
    client_api.components_schemas.update(_schemas(problem_shape))
