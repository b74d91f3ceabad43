"""What fields of requests are made of: bounded text without control characters, and options that may be left out."""

from typing import Annotated, Any, cast

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

from webapp.domain.limits import TEXT_MAX_LENGTH

CONTROL_CHARACTERS = "Use one line of plain characters for {field}."


class Input(BaseModel):
    """What a client sends. Fields that the server does not know are ignored: a newer client may ask an older server."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Answer(BaseModel):
    """What the server sends. It describes answers and makes none: those are written directly."""

    model_config = ConfigDict(extra="forbid")


def described_input(example: dict[str, Any], *, required: bool = True) -> ConfigDict:
    """The configuration of a request's body that is shown with this example."""
    return cast("ConfigDict", {"openapi_extra": {"example": example, "required": required}})


def _plain(text: str) -> str:
    if not text.isprintable():
        raise PydanticCustomError("seatkeeper_plain", CONTROL_CHARACTERS)
    return text


def _one_line(text: object) -> object:
    return " ".join(text.split()) if isinstance(text, str) else text


def leave_out(schema: dict[str, Any]) -> None:
    """Describe a field that may be left out as just that, not as one that is null by default."""
    del schema["default"]
    schema.update(schema.pop("anyOf")[0])


Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=TEXT_MAX_LENGTH),
    AfterValidator(_plain),
]
"""1 to 200 characters on one line, trimmed."""

Sentence = Annotated[
    str, StringConstraints(max_length=TEXT_MAX_LENGTH), AfterValidator(_plain), BeforeValidator(_one_line)
]
"""At most 200 characters; line breaks and repeated spaces become single spaces."""
