"""What is wrong with an input and what to do about it, in words for a person instead of pydantic's."""

from collections.abc import Sequence

from pydantic_core import ErrorDetails

WHOLE = "body"
"""Where a mistake is in no field, but in the body as a whole."""

_WORDS = {
    "missing": "Give {field}.",
    "model_type": "Send a JSON object.",
    "string_type": "Give {field} as text.",
    "string_too_short": "Give at least {min_length} character for {field}.",
    "string_too_long": "Shorten {field} to at most {max_length} characters.",
    "uuid_type": "Give {field} as an id, as the server gave it.",
    "uuid_parsing": "Give {field} as an id, as the server gave it.",
    "bool_type": "Give {field} as true or false.",
    "bool_parsing": "Give {field} as true or false.",
    "int_parsing": "Give {field} as a whole number.",
    "int_parsing_size": "Give {field} as a smaller number.",
    "greater_than_equal": "Give {field} as at least {ge}.",
    "less_than_equal": "Give {field} as at most {le}.",
}


def mistakes_of(errors: Sequence[ErrorDetails]) -> list[tuple[str, str]]:
    """Each mistake as (field, what to do)."""
    return [_mistake(error) for error in errors]


def _mistake(error: ErrorDetails) -> tuple[str, str]:
    field = ".".join(str(part) for part in error["loc"]) or WHOLE
    words = _WORDS.get(
        error["type"], error["msg"] if error["type"].startswith("seatkeeper_") else "Correct {field}."
    )
    return field, words.format(field=field, **error.get("ctx", {}))
