"""Reading a request into what its view declares (`body`, `query`, `header`, `path`), or answering what is wrong with it."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import get_type_hints

from flask import Response, abort, request
from pydantic import BaseModel, ValidationError

from webapp.api.mistakes import mistakes_of
from webapp.api.problems import problem, unusable
from webapp.domain.texts import phrase

BODY_MAX_BYTES = 64 * 1024
Read = Callable[[type[BaseModel], Mapping[str, object]], BaseModel]


def reader_for(view: Callable[..., object]) -> Callable[[Mapping[str, object]], dict[str, BaseModel]]:
    """Make the function that reads a request for this view. Called once for each endpoint, not for each request."""
    hints = get_type_hints(view)
    parts = [(name, hints[name], read) for name, read in _PARTS.items() if name in hints]

    def read_all(path: Mapping[str, object]) -> dict[str, BaseModel]:
        try:
            return {name: read(shape, path) for name, shape, read in parts}
        except ValidationError as error:
            abort(_unreadable(error))

    return read_all


def _path(shape: type[BaseModel], path: Mapping[str, object]) -> BaseModel:
    return shape.model_validate(path)


@cache
def _names(shape: type[BaseModel]) -> tuple[str, ...]:
    return tuple(field.alias or name for name, field in shape.model_fields.items())


@cache
def _is_optional(shape: type[BaseModel]) -> bool:
    return not any(field.is_required() for field in shape.model_fields.values())


def _query(shape: type[BaseModel], _: Mapping[str, object]) -> BaseModel:
    return shape.model_validate(request.args.to_dict())


def _header(shape: type[BaseModel], _: Mapping[str, object]) -> BaseModel:
    found = {name: text for name in _names(shape) if (text := request.headers.get(name)) is not None}
    return shape.model_validate(found)


def _body(shape: type[BaseModel], _: Mapping[str, object]) -> BaseModel:
    request.max_content_length = (
        BODY_MAX_BYTES + 1
    )  # a body in chunks is cut there, not refused: so one more shows it
    text = request.get_data(cache=False)
    if len(text) > BODY_MAX_BYTES:
        abort(413)
    if not text and _is_optional(shape):
        return shape()
    if text and not request.is_json:
        abort(problem(415))
    return shape.model_validate_json(text)


def _unreadable(error: ValidationError) -> Response:
    found = error.errors(include_url=False, include_input=False)
    if found[0]["type"] == "json_invalid":
        return problem(400, phrase("Send a JSON object: %(problem)s.", problem=found[0]["ctx"]["error"]))
    return unusable(mistakes_of(found))


_PARTS: dict[str, Read] = {"path": _path, "query": _query, "header": _header, "body": _body}
