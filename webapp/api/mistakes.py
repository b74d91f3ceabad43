"""What is wrong with an input and what to do about it, in words for a person instead of pydantic's."""

from collections.abc import Sequence

from pydantic_core import ErrorDetails

from webapp.domain.texts import phrase

WHOLE = "body"
"""Where a mistake is in no field, but in the body as a whole."""

ANYTHING = phrase("Correct %(field)s.")
_WORDS = {
    "missing": phrase("Give %(field)s."),
    "model_type": phrase("Send a JSON object."),
    "string_type": phrase("Give %(field)s as text."),
    "string_too_short": phrase("Give at least %(min_length)s character for %(field)s."),
    "string_too_long": phrase("Shorten %(field)s to at most %(max_length)s characters."),
    "uuid_type": phrase("Give %(field)s as an id, as the server gave it."),
    "uuid_parsing": phrase("Give %(field)s as an id, as the server gave it."),
    "bool_type": phrase("Give %(field)s as true or false."),
    "bool_parsing": phrase("Give %(field)s as true or false."),
    "int_parsing": phrase("Give %(field)s as a whole number."),
    "int_parsing_size": phrase("Give %(field)s as a smaller number."),
    "greater_than_equal": phrase("Give %(field)s as at least %(ge)s."),
    "seatkeeper_kind": phrase("Use unattended or support for %(field)s."),
    "seatkeeper_remote": phrase("Give %(field)s."),
    "seatkeeper_key": phrase("Use 1 to 200 printable ASCII characters for %(field)s."),
    "seatkeeper_plain": phrase("Use one line of plain characters for %(field)s."),
    "less_than_equal": phrase("Give %(field)s as at most %(le)s."),
}


def mistakes_of(errors: Sequence[ErrorDetails]) -> list[tuple[str, str]]:
    """Each mistake as (field, what to do)."""
    return [_mistake(error) for error in errors]


def _mistake(error: ErrorDetails) -> tuple[str, str]:
    field = ".".join(str(part) for part in error["loc"]) or WHOLE
    return field, _WORDS.get(error["type"], ANYTHING) % {"field": field, **error.get("ctx", {})}
