import pytest

from webapp.domain.errors import Invalid
from webapp.domain.limits import (
    LICENSES_MAX,
    TEXT_MAX_LENGTH,
    checked_licenses,
    checked_own_limit,
    checked_text,
)


def test_text_is_trimmed() -> None:
    assert checked_text("remote", "  SRV-DB-02 ", "a name") == "SRV-DB-02"


def test_text_of_the_greatest_length_is_taken() -> None:
    assert checked_text("remote", "x" * TEXT_MAX_LENGTH, "a name") == "x" * TEXT_MAX_LENGTH


@pytest.mark.parametrize(
    "text", ["", "   ", "x" * (TEXT_MAX_LENGTH + 1), "two\nlines", "a\x00b", "\x1b[2J", "a\u202eb"]
)
def test_text_that_cannot_be_shown_on_one_line_is_not_taken(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked_text("remote", text, "a name")

    assert refused.value.field == "remote"


@pytest.mark.parametrize("text", ["Büro – 東京", "a\u00a0b", "not of Unicode yet: \U000e5efe", "\ue000"])
def test_text_of_characters_that_this_version_of_unicode_does_not_know_is_taken(text: str) -> None:
    assert checked_text("remote", text, "a name") == text


@pytest.mark.parametrize("number", [0, 1, LICENSES_MAX])
def test_a_number_of_licenses_is_zero_to_a_million(number: int) -> None:
    assert checked_licenses(number) == number


@pytest.mark.parametrize("number", [-1, LICENSES_MAX + 1])
def test_no_other_number_of_licenses_is_taken(number: int) -> None:
    with pytest.raises(Invalid) as refused:
        checked_licenses(number)

    assert refused.value.field == "licenses"


@pytest.mark.parametrize("limit", [None, 0, 1, LICENSES_MAX])
def test_an_own_limit_is_none_or_a_number_of_devices(limit: int | None) -> None:
    assert checked_own_limit(limit) == limit


@pytest.mark.parametrize("limit", [-1, LICENSES_MAX + 1])
def test_no_other_own_limit_is_taken(limit: int) -> None:
    with pytest.raises(Invalid) as refused:
        checked_own_limit(limit)

    assert refused.value.field == "limit"
