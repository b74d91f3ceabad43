"""What fields of requests are made of: bounded text without control characters, and options that may be left out."""

from typing import Annotated, Any, cast

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from webapp.domain.limits import NOT_PLAIN, TEXT_MAX_LENGTH, is_plain

CONTROL_CHARACTERS = "Use one line of plain characters for {field}."
SPACES = r" \xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""The plain characters that are taken off both ends."""
TEXT_PATTERN = f"^[{SPACES}]*[^{NOT_PLAIN}{SPACES}][^{NOT_PLAIN}]*$"
SENTENCE_PATTERN = rf"^([\t-\r\x1c-\x1f\x85\u2028\u2029]|[^{NOT_PLAIN}])*$"


class Input(BaseModel):
    """What a client sends. Fields that the server does not know are ignored: a newer client may ask an older server."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Answer(BaseModel):
    """What the server sends. It describes answers and makes none: those are written directly."""

    model_config = ConfigDict(extra="forbid")


def described_input(example: dict[str, Any], *, required: bool = True) -> ConfigDict:
    """The configuration of a request's body that is shown with this example."""
    return cast("ConfigDict", {"openapi_extra": {"example": example, "required": required}})


def _plain(text: object) -> object:
    if isinstance(text, str) and not is_plain(text):
        raise PydanticCustomError("seatkeeper_plain", CONTROL_CHARACTERS)
    return text


def _one_line(text: object) -> object:
    return " ".join(text.split()) if isinstance(text, str) else text


def leave_out(schema: dict[str, Any]) -> None:
    """Describe a parameter that may be left out as just that, not as one that is null by default."""
    del schema["default"]
    schema.update(schema.pop("anyOf")[0])


def may_be_null(schema: dict[str, Any]) -> None:
    """Describe a field that may be left out, for which null means the same."""
    del schema["default"]


def describes(pattern: str, min_length: int = 0) -> WithJsonSchema:
    """How text is described: what its validators ask for, as a pattern (ECMA-262 with the u flag)."""
    bounds = {"minLength": min_length} if min_length else {}
    return WithJsonSchema({"type": "string", **bounds, "maxLength": TEXT_MAX_LENGTH, "pattern": pattern})


Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=TEXT_MAX_LENGTH),
    BeforeValidator(_plain),
    describes(TEXT_PATTERN, min_length=1),
]
"""1 to 200 characters on one line, trimmed."""

Sentence = Annotated[
    str,
    StringConstraints(max_length=TEXT_MAX_LENGTH),
    AfterValidator(_plain),
    BeforeValidator(_one_line),
    describes(SENTENCE_PATTERN),
]
"""At most 200 characters; line breaks and repeated spaces become single spaces."""
