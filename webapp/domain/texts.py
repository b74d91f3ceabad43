"""Sentences for people. The domain says them in English; they are translated where they are shown (`webapp.words`).

A phrase is its English text, and keeps the sentence apart from the values in it, so that it can be said in another
language: numbers and days among the values too. `make words` collects the sentences that `phrase` and `phrases` are
called with: they stand there in full.
"""

from collections.abc import Iterable, Mapping
from datetime import date


class Phrase(str):
    """A sentence with its values filled in, in English. `plural` None: it depends on no number."""

    __slots__ = ("number", "plural", "sentence", "values")
    sentence: str
    plural: str | None
    number: int
    values: Mapping[str, object]

    def __new__(
        cls,
        sentence: str,
        values: Mapping[str, object] | None = None,
        plural: str | None = None,
        number: int = 1,
    ) -> "Phrase":
        """Make it of a sentence such as `Give %(what)s.` and its values."""
        values = values or {}
        english = sentence if plural is None or number == 1 else plural
        made = super().__new__(cls, english % _in_english(values) if values else english)
        made.sentence, made.values, made.plural, made.number = sentence, values, plural, number
        return made

    def __mod__(self, values: object) -> "Phrase":
        """The same sentence with values, as libraries of forms fill them in."""
        if not isinstance(values, Mapping):
            raise TypeError("a phrase has named values")
        return Phrase(self.sentence, {**self.values, **values}, self.plural, self.number)


def phrase(sentence: str, **values: object) -> str:
    """A sentence that is translated where it is shown: `phrase("Give %(what)s.", what=what)`."""
    return Phrase(sentence, values)


def phrases(one: str, many: str, number: int, **values: object) -> str:
    """The same for a sentence that depends on a number, which is one of its values: `%(number)s`."""
    return Phrase(one, {"number": number, **values}, many, number)


def listed(parts: Iterable[object], between: str = ", ") -> str:
    """Several things one after the other: phrases among them are translated, each for itself."""
    values = {f"part{at}": part for at, part in enumerate(parts)}
    return Phrase(between.replace("%", "%%").join(f"%({name})s" for name in values), values)


def _in_english(values: Mapping[str, object]) -> dict[str, object]:
    return {name: _as_english(value) for name, value in values.items()}


def _as_english(value: object) -> object:
    if isinstance(value, date):
        return f"{value:%-d %b %Y}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else value
