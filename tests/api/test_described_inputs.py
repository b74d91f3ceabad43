import re
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from tests.api.programs import Program, found
from tests.support.databases import on_sqlite
from webapp.api.schemas.fields import SENTENCE_PATTERN, TEXT_PATTERN, Sentence, Text
from webapp.api.schemas.remote import Code

TEXTS = [
    "a", " a ", "a b", "\u00a0a", "Büro – 東京", "\U000e5efe", "", "   ", "\u3000", "a\n", "\ta", "a\nb", "a\0", "\x7f", "\x85",
    "a\u2028b", "\u202ea", "\u200b", "\ufeffa",
]  # fmt: skip
CODES = [
    "482913057612",
    "4829 1305 7612",
    " 4829-1305-7612 ",
    "4829",
    "4829130576123",
    "4829x13057612",
    "",
    "٤٨٢٩١٣٠٥٧٦١٢",
]


def taken(shape: Any, text: str) -> bool:
    """Whether the API takes it."""
    try:
        TypeAdapter(shape).validate_python(text)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("text", TEXTS)
def test_text_is_taken_exactly_when_it_matches_the_pattern_that_describes_it(text: str) -> None:
    assert taken(Text, text) == bool(re.fullmatch(TEXT_PATTERN.removesuffix("$"), text))


@pytest.mark.parametrize("text", TEXTS)
def test_a_sentence_is_taken_exactly_when_it_matches_the_pattern_that_describes_it(text: str) -> None:
    assert taken(Sentence, text) == bool(re.fullmatch(SENTENCE_PATTERN.removesuffix("$"), text))


@pytest.mark.parametrize("code", CODES)
def test_whatever_the_description_takes_for_a_code_has_twelve_digits(code: str) -> None:
    pattern = TypeAdapter(Code).json_schema()["pattern"]

    assert bool(re.search(pattern, code)) == (
        code.isascii() and sum(map(str.isdigit, code)) == 12 and "x" not in code
    )


@on_sqlite
def test_null_is_the_same_as_leaving_a_field_out(ben: Program) -> None:
    session = {"kind": "unattended", "remote": "SRV-DB-02", "remote_address": None, "accept_ppu": None}

    opened = found(ben.post("/sessions", json=session))

    assert (opened["remote"], opened["remote_address"]) == ("SRV-DB-02", None)
    assert ben.post(f"/sessions/{opened['id']}/termination", json={"reason": None}).status_code == 202


@on_sqlite
def test_links_lead_to_operations_that_there_are(stranger: Program) -> None:
    paths = found(stranger.get("/openapi.json"))["paths"]
    operations = [operation for item in paths.values() for operation in item.values()]
    linked = {
        name
        for operation in operations
        for response in operation["responses"].values()
        for name in response.get("links", {})
    }

    assert "close_session" in linked
    assert linked - {operation["operationId"] for operation in operations} == set()


@on_sqlite
def test_only_who_opened_a_session_reads_its_code(ana: Program, ben: Program) -> None:
    session = found(ben.post("/sessions", json={"kind": "support"}))

    assert (ben.look(session)["code"], ana.look(session)["code"]) == (session["code"], None)
