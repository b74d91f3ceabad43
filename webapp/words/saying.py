"""Sentences, said in the language of the request."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from babel import Locale
from flask import has_app_context
from flask_babel import force_locale, get_locale, refresh

from webapp.domain.languages import ENGLISH
from webapp.domain.texts import Phrase
from webapp.words import formats
from webapp.words.catalogs import Catalog, catalog
from webapp.words.pseudo import PSEUDO, locale_of


def locale() -> Locale:
    """The language as Babel knows it, for dates and numbers. Outside of a request: English."""
    return (get_locale() if has_app_context() else None) or Locale(ENGLISH)


def language() -> str:
    """The language of this request, as `<html lang>` says it."""
    found = locale().language
    return PSEUDO if found == locale_of(PSEUDO).language else str(found)


def is_right_to_left() -> bool:
    """Whether the language is written from right to left."""
    return bool(locale().text_direction == "rtl")


def number(value: float, decimals: int = 0) -> str:
    """A number as the language writes it."""
    return formats.number(value, locale(), decimals)


def day(value: date, pattern: str = "d MMM y") -> str:
    """A day as the language writes it: `2 Mar 2026`."""
    return formats.day(value, locale(), pattern)


def in_a_sentence(label: str) -> str:
    """A label as it stands amid a sentence: with a small letter, unless it is the language's way to write nouns."""
    said = translate(label)
    return said if language() == "de" else said[:1].lower() + said[1:]


def choose_anew() -> None:
    """Somebody has just chosen another language: what is said from here on is in it."""
    refresh()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak another language for a while: that of whom a letter is for."""
    with force_locale(str(locale_of(language))):
        yield


def gettext(sentence: str, /, **values: object) -> str:
    """A sentence in the language of this request."""
    if isinstance(sentence, Phrase):
        return translate(sentence)
    said = spoken().one(sentence)
    return said % written(values) if values else said


def ngettext(one: str, many: str, number: int, /, **values: object) -> str:
    """A sentence that depends on a number, which is one of its values: `%(number)s`."""
    return spoken().many(one, many, number) % written({"number": number, **values})


def translate(text: str) -> str:
    """A phrase of the domain in the language of this request; any other text as it is."""
    if not isinstance(text, Phrase):
        return text
    if text.plural is None:
        return gettext(text.sentence, **text.values)
    return ngettext(text.sentence, text.plural, text.number, **text.values)


def spoken() -> Catalog:
    """The catalog of the language of this request."""
    return catalog(language())


def written(values: Mapping[str, object]) -> dict[str, Any]:
    """Values as they stand in a sentence: phrases translated, numbers as the language writes them."""
    return {name: _aswritten(value) for name, value in values.items()}


def _aswritten(value: object) -> object:
    if isinstance(value, Phrase):
        return translate(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return number(value)
    if isinstance(value, date):
        return day(value)
    return value
