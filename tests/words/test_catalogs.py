"""The catalogs say everything that is marked, and say it with the same values."""

import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog, Message

from tests.words.__main__ import read
from tests.words.extracting import extracted
from webapp.domain.languages import ENGLISH, LANGUAGES

OTHERS = tuple(language for language in LANGUAGES if language != ENGLISH)


@pytest.fixture(params=OTHERS)
def catalog(request: pytest.FixtureRequest) -> Catalog:
    language: str = request.param
    return read(language)


def values_of(sentence: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)s|%%", sentence))


def tags_of(sentence: str) -> list[str]:
    return sorted(re.findall(r"</?\w+", sentence))


def pairs(catalog: Catalog) -> Iterator[tuple[Message, str, str]]:
    """Each form of each sentence, beside the English one that it stands for."""
    for message in catalog:
        if message.id:
            english = message.id if isinstance(message.id, str) else message.id[-1]
            said = (message.string,) if isinstance(message.string, str) else message.string or ()
            yield from ((message, english, form) for form in said if form)


def test_a_translation_has_the_values_of_its_sentence(catalog: Catalog) -> None:
    """A form for one alone may leave the number out."""
    wrong = [
        form
        for message, english, form in pairs(catalog)
        if values_of(form) != values_of(english)
        and not (message.pluralizable and values_of(form) == values_of(english) - {"%(number)s"})
    ]

    assert wrong == []


def test_a_translation_has_the_tags_of_its_sentence(catalog: Catalog) -> None:
    assert [form for _, english, form in pairs(catalog) if tags_of(form) != tags_of(english)] == []


def test_a_translation_ends_like_its_sentence(catalog: Catalog) -> None:
    """With a point where it has one: sentences stay sentences, labels labels."""
    assert [form for _, english, form in pairs(catalog) if form.endswith(".") != english.endswith(".")] == []


def test_every_sentence_that_is_marked_is_translated_and_nothing_else(catalog: Catalog) -> None:
    marked = {key(message) for message in extracted() if message.id}

    said = {key(m) for m in catalog if m.id and not m.fuzzy and all_forms(m, catalog.num_plurals)}

    assert (marked - said, said - marked) == (set(), set())


def key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def all_forms(message: Message, forms: int) -> bool:
    """Whether it is translated in all its forms."""
    if isinstance(message.string, str):
        return bool(message.string) and not message.pluralizable
    return len(message.string or ()) == forms and all(message.string or ())
